// The Checkout API in miniature, behind one function.

import { Checkout } from "./api/checkout.ts";
import { Problem } from "./api/responses.ts";
import { ROUTES } from "./api/routes.ts";
import { Tokens } from "./api/token.ts";
import { Clock } from "./clock.ts";
import { Deliveries, type Delivery } from "./deliveries.ts";
import { type SandboxOptions, validateAdvance, validateOptions, validateSpeed } from "./options.ts";
import { route } from "./router.ts";

export type {
  ForgedCallback,
  ForgedSignature,
  Forgery,
  GenuineCallback,
} from "../shared/forgeries.ts";
export { FORGERIES, REWRITES } from "../shared/forgeries.ts";
export type { OrderLine } from "./api/order.ts";
export { BACK_OFF } from "./back-off.ts";
export type { Attempt, Delivery } from "./deliveries.ts";
export type { SandboxOptions };

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
export function createSandbox(options: SandboxOptions): Sandbox {
  const settings = validateOptions(options);
  const clock = new Clock(settings.speed);
  const { merchantId, apiKey, baseUrl } = settings;
  const deliveries = new Deliveries(clock, settings);
  const parts = {
    settings,
    clock,
    tokens: new Tokens(clock, { id: String(merchantId), key: apiKey }),
    checkout: new Checkout(merchantId),
    deliveries,
  };

  async function respond(request: Request): Promise<Response> {
    const base = new URL(baseUrl ?? "/", request.url);
    const root = base.pathname.replace(/\/$/, "");
    const { pathname } = new URL(request.url);
    const path = pathname.startsWith(`${root}/`) ? pathname.slice(root.length) : "";
    const context = { ...parts, request, origin: base.origin, root };
    return route(ROUTES, { method: request.method, path }, context);
  }

  const sandbox = async (request: Request): Promise<Response> => {
    const response = await respond(request).catch(respondToError);
    return request.method === "HEAD" ? new Response(null, response) : response;
  };
  return Object.defineProperties(sandbox, {
    now: { value: () => clock.now() },
    speed: {
      get: () => clock.speed,
      set: (speed: unknown) => (clock.speed = validateSpeed(speed)),
      enumerable: true,
    },
    advance: { value: (ms: unknown) => clock.advance(validateAdvance(ms, clock.now())) },
    deliveries: { value: () => deliveries.list() },
    close: { value: () => deliveries.close() },
  }) as Sandbox;
}

function respondToError(error: unknown): Response {
  if (error instanceof Problem) return error.toResponse();
  const detail = "This is a defect of checkout-signature/sandbox.";
  return new Problem(500, "The sandbox has failed", { detail }).toResponse();
}
