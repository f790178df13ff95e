// Callbacks on their way to the shop: signed once, sent until one gets a 200, and written down.

import { withDeadline } from "../shared/deadline.ts";
import { canonicalId } from "../shared/ids.ts";
import { tell } from "../shared/tell.ts";
import type { PaymentView } from "./api/checkout.ts";
import { createUuid } from "./api/ids.ts";
import { BACK_OFF } from "./back-off.ts";
import type { Clock } from "./clock.ts";

/** How long the shop may take to respond, in real time: the API's limit is not documented. */
const RESPONSE_TIMEOUT_MS = 10_000;
/** Beyond this the log forgets its oldest entry. */
const MAX_LOGGED_DELIVERIES = 1000;

/** One attempt to deliver a callback. */
export interface Attempt {
  /** When, on the sandbox's clock (ISO 8601). */
  readonly at: string;
  /** What the callback URL responded with; absent where there was no response. */
  readonly status?: number;
  /** Why there was no response. */
  readonly error?: string;
}

/** A callback being delivered: what is sent, each attempt, and when the next one is due. */
export interface Delivery {
  readonly id: string;
  readonly sessionId: string;
  readonly paymentId: string;
  /** The request as it is sent each time. */
  readonly request: {
    readonly method: "POST";
    readonly url: string;
    readonly headers: { readonly Authorization: string; readonly "Content-Type": string };
    readonly body: string;
  };
  /** `"delivered"` after a 200; `"given-up"` after 24 hours without one. */
  readonly state: "pending" | "delivered" | "given-up";
  readonly attempts: readonly Attempt[];
  /** When the next attempt is due, on the sandbox's clock (ISO 8601); `null` where there is none. */
  readonly nextAttemptAt: string | null;
}

type Entry = { -readonly [member in keyof Delivery]: Delivery[member] } & { attempts: Attempt[] };

interface DeliveryOptions {
  readonly sign: (body: string) => string;
  readonly send: (request: Request) => Promise<Response>;
  readonly onAttempt: (delivery: Delivery) => unknown;
}

export class Deliveries {
  readonly #clock: Clock;
  readonly #options: DeliveryOptions;
  readonly #entries: Entry[] = [];
  #isOpen = true;

  constructor(clock: Clock, options: DeliveryOptions) {
    this.#clock = clock;
    this.#options = options;
  }

  /** Lists the callbacks, oldest first. */
  list(): Delivery[] {
    return this.#entries.map(freeze);
  }

  /** Begins to deliver the event of a payment that was authorized. */
  begin({ payment, session }: PaymentView): void {
    if (!this.#isOpen) return;
    const payload = {
      amount: payment.amount,
      paymentId: canonicalId(payment.id),
      sessionId: canonicalId(session.id),
    };
    const body = JSON.stringify({ type: "payment-authorized", payload }, null, 2);
    const headers = {
      Authorization: this.#options.sign(body),
      "Content-Type": "application/json; charset=utf-8",
    };
    const entry: Entry = {
      id: createUuid(),
      sessionId: session.id,
      paymentId: payment.id,
      request: { method: "POST", url: session.merchantUrls.callback, headers, body },
      state: "pending",
      attempts: [],
      nextAttemptAt: null,
    };
    this.#entries.push(entry);
    if (this.#entries.length > MAX_LOGGED_DELIVERIES) this.#entries.shift();
    this.#schedule(entry, this.#clock.now());
  }

  /** Sends nothing more. */
  close(): void {
    this.#isOpen = false;
    this.#clock.clear();
  }

  #schedule(entry: Entry, at: number): void {
    if (!this.#isOpen) return;
    entry.nextAttemptAt = new Date(at).toISOString();
    this.#clock.schedule(at, () => this.#attempt(entry));
  }

  async #attempt(entry: Entry): Promise<void> {
    const now = this.#clock.now();
    const outcome = await post(this.#options.send, entry.request);
    entry.attempts.push({ at: new Date(now).toISOString(), ...outcome });
    entry.nextAttemptAt = null;
    const wait = BACK_OFF[entry.attempts.length - 1];
    if (outcome.status === 200) entry.state = "delivered";
    else if (wait === undefined) entry.state = "given-up";
    else this.#schedule(entry, now + wait);
    tell(this.#options.onAttempt, freeze(entry));
  }
}

/** Copies an entry, so that nobody outside can change the log. */
function freeze(entry: Entry): Delivery {
  const { request, attempts } = entry;
  return Object.freeze({
    ...entry,
    request: Object.freeze({ ...request, headers: Object.freeze({ ...request.headers }) }),
    attempts: Object.freeze(attempts.map((attempt) => Object.freeze({ ...attempt }))),
  });
}

async function post(
  send: DeliveryOptions["send"],
  { url, ...rest }: Delivery["request"],
): Promise<{ status?: number; error?: string }> {
  const controller = new AbortController();
  const onTimeout = () => {
    controller.abort();
    return new Error(`no response within ${RESPONSE_TIMEOUT_MS / 1000} seconds`);
  };
  try {
    // Following a redirect would lose the Authorization header, so it counts as a response other than 200.
    const request = new Request(url, { ...rest, redirect: "manual", signal: controller.signal });
    // A send function of the user's own may ignore the signal, hence the deadline beside it.
    const response = await withDeadline(send(request), RESPONSE_TIMEOUT_MS, onTimeout);
    if (typeof response?.status !== "number")
      return { error: "fetch returned something that is not a Response" };
    response.body?.cancel().catch(() => {});
    return response.type === "opaqueredirect"
      ? { error: "a redirect: give the API the URL where it ends" }
      : { status: response.status };
  } catch (error) {
    return { error: describe(error) };
  }
}

function describe(error: unknown): string {
  const { message, cause } = Object(error);
  return String(Object(cause).code ?? message ?? error);
}
