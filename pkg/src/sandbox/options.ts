// The sandbox's options, validated when it is created.

import { Verifier, type VerifierOptions } from "checkout-signature";
import { checkOptionNames, invalidOption } from "../shared/caller-error.ts";
import { isWebUrl } from "./api/url.ts";
import { LAST_TIME_MS } from "./clock.ts";
import type { Delivery } from "./deliveries.ts";

export interface SandboxOptions {
  /** What callbacks are signed with, and so what the shop verifies them with. */
  secret: VerifierOptions["secret"];
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

/** The options with their defaults, and a signer in place of the secret. */
export interface Settings {
  readonly merchantId: number;
  readonly apiKey: string;
  readonly baseUrl: string | undefined;
  readonly speed: number;
  readonly onAttempt: (delivery: Delivery) => unknown;
  readonly send: (request: Request) => Promise<Response>;
  readonly sign: (body: string) => string;
}

const NAMES = ["secret", "merchantId", "apiKey", "baseUrl", "fetch", "speed", "onAttempt"] as const;
const MAX_SPEED = 1e6;

export function validateOptions(given: unknown): Settings {
  const options = checkOptionNames(given, NAMES, "{ secret }");
  const { merchantId = 1001, apiKey = "sandbox-api-key", baseUrl, speed = 1 } = options;
  const verifier = new Verifier({ secret: options.secret as VerifierOptions["secret"] });
  if (typeof merchantId !== "number" || !Number.isSafeInteger(merchantId) || merchantId < 0) {
    throw invalidOption("merchantId must be an integer, 0 or more.");
  }
  if (typeof apiKey !== "string" || apiKey === "") {
    throw invalidOption("apiKey must be a string that is not empty.");
  }
  if (baseUrl !== undefined && !isWebUrl(baseUrl)) {
    throw invalidOption("baseUrl must be an absolute http or https URL.");
  }
  // Looked up at each call, so that a test may replace the global. Called as a function, since fetch refuses another `this`.
  const { fetch: send = (request: Request) => globalThis.fetch(request), onAttempt = () => {} } = options;
  if (typeof send !== "function") throw invalidOption("fetch must be a function.");
  if (typeof onAttempt !== "function") throw invalidOption("onAttempt must be a function.");
  return {
    merchantId,
    apiKey,
    baseUrl,
    speed: validateSpeed(speed),
    onAttempt: onAttempt as Settings["onAttempt"],
    send: send as Settings["send"],
    sign: (body) => verifier.sign(body),
  };
}

/** Validates the speed of the clock, when the sandbox is created and whenever it is set. */
export function validateSpeed(speed: unknown): number {
  if (isSpeed(speed)) return speed;
  throw invalidOption(`speed must be ${SPEED_RULE}.`);
}

/** Validates by how many milliseconds the clock is moved. */
export function validateAdvance(ms: unknown, now: number): number {
  if (isAdvance(ms, now)) return ms;
  throw invalidOption(`advance takes a number of milliseconds, 0 or more, ${ADVANCE_LIMIT}.`);
}

/** What a speed must be, for messages. */
export const SPEED_RULE = `a number from 0 to ${MAX_SPEED}: how many times faster than real time the clock runs`;
/** How far the clock goes, for messages. */
export const ADVANCE_LIMIT = "that does not take the clock beyond the year 9999";

export function isSpeed(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= MAX_SPEED;
}

export function isAdvance(ms: unknown, now: number): ms is number {
  return typeof ms === "number" && ms >= 0 && now + ms <= LAST_TIME_MS;
}
