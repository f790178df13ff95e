import type { Secret } from "checkout-signature";

/** What a customer buys: a line of an order. Amounts are integers in the currency's minor unit. */
export interface OrderLine {
  lineNumber?: number;
  reference?: string;
  name: string;
  quantity: number;
  /** With tax; negative for a discount. */
  unitPrice: number;
  /** In hundredths of a per cent: 2500 is 25 %. */
  taxRate: number;
  /** quantity × unitPrice. */
  totalAmount: number;
  /** The tax that is part of `totalAmount`. */
  totalTaxAmount: number;
}

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

export interface SandboxOptions {
  /** What callbacks are signed with, and so what the shop verifies them with. */
  secret: Secret;
  /** The merchant's id, which is the `client_id` too; 1001 by default. */
  merchantId?: number;
  /** The merchant's API key, the `client_secret`; `"sandbox-api-key"` by default. */
  apiKey?: string;
  /**
   * Where the sandbox is reached, for the URLs of its payment pages: `"http://localhost:4000/checkout-api"`.
   * By default the origin of each request, and no path.
   */
  baseUrl?: string;
  /** How callbacks are sent; the global `fetch` by default. In a browser, or in a test, it can be the shop's handler. */
  fetch?(request: Request): Promise<Response>;
  /** How many times faster than real time the sandbox's clock runs: 1 by default, 0 to 1,000,000. */
  speed?: number;
  /** Called after each attempt to deliver a callback. */
  onAttempt?(delivery: Delivery): unknown;
}

/** The sandbox: a function from requests to responses, with a clock and a log. */
export interface Sandbox {
  (request: Request): Promise<Response>;
  /** The time on the sandbox's clock, in milliseconds since 1970. */
  now(): number;
  /** How many times faster than real time the clock runs, up to 1,000,000; 0 stops it. */
  speed: number;
  /**
   * Moves the clock forward by so many milliseconds, and makes every attempt that falls due on the way, one after
   * another. Resolves when they have all been answered.
   *
   * @throws {TypeError} with the code `invalid-option`, where the clock would go beyond the year 9999
   */
  advance(ms: number): Promise<void>;
  /** Lists the callbacks, oldest first. */
  deliveries(): Delivery[];
  /** Stops the sandbox; pending callbacks are not sent. */
  close(): void;
}

/**
 * The Checkout API in miniature, for development: token, sessions, payments, payment pages for Vipps and card, and
 * signed callbacks that are sent again with exponential back-off for 24 hours. No money moves.
 *
 * `POST /token` · `POST /checkout` · `GET /checkout/{id}` · `POST /checkout/{sessionId}/payment` · the pages
 * `/pay/{paymentId}` · and its own: `GET /sandbox` (a page; JSON on request), `GET /sandbox/deliveries`,
 * `POST /sandbox/clock` (`{ "speed": 60 }` or `{ "advance": 3600 }`, in seconds).
 *
 * @throws {TypeError} at once, where an option is wrong
 */
export function createSandbox(options: SandboxOptions): Sandbox;

/**
 * The waits between attempts in milliseconds, as the sandbox makes them: 10 seconds, then twice as long each time,
 * until 24 hours have passed. The API documents exponential back-off and the 24 hours; the 10 seconds are our choice.
 */
export const BACK_OFF: readonly number[];

/** A callback as it is sent: text or bytes, and the Authorization header if there is one. */
export interface ForgedCallback<Body extends string | Uint8Array> {
  body: Body;
  authorization: string | undefined;
}

/** A callback that was signed with the shop's secret. */
export interface GenuineCallback<Body extends string | Uint8Array> extends ForgedCallback<Body> {
  authorization: string;
}

/**
 * Signs a body with a secret that the forger has guessed. The package refuses to sign with an empty secret, so a
 * signer that is given `""` needs an HMAC-SHA256 of its own (`node:crypto` has one).
 */
export type ForgedSignature<Body extends string | Uint8Array> = (body: Body, secret: string) => string;

/** A change to a genuine callback, by someone who does not have the secret. */
export interface Forgery {
  /** Its name: stable, for programs. */
  readonly name: string;
  /** The part of the callback that is attacked; `send --tamper` takes this word. */
  readonly kind: "amount" | "body" | "signature" | "algorithm" | "header" | "secret" | "whitespace";
  /** What was done, for people: "the amount was changed after signing". */
  readonly what: string;
  /** The code with which this package refuses it; `null` where the callback is still authentic, and the same. */
  readonly code: string | null;
  /** Makes the forgery; `undefined` where the body lacks the member that would be changed. */
  forge<Body extends string | Uint8Array>(
    genuine: GenuineCallback<Body>,
    sign: ForgedSignature<Body>,
  ): ForgedCallback<Body> | undefined;
}

/** Every forgery that an endpoint has to refuse. One that answers it with 200 has a security hole. */
export const FORGERIES: readonly Forgery[];

/** What a proxy may do to a callback on the way. None of it is an attack, and not all of it is refused. */
export const REWRITES: readonly Forgery[];
