// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
import { callbackBody, id, TAMPERED } from "../lib/callback.ts";
import { deliver, schedule, tamper } from "../lib/deliver.ts";
import { bytesOf } from "../lib/input.ts";
import { choice, decimal, integer } from "../lib/options.ts";
import { note } from "../lib/output.ts";
import { RULE_OPTIONS, rules } from "../lib/rules.ts";
import { readSecrets, SECRET_OPTIONS } from "../lib/secret.ts";
import { UsageError } from "../lib/usage.ts";
import { countdown, stopSignal } from "../lib/wait.ts";

const LONGEST = 2 ** 30;
const DAY = 24 * 60 * 60;

/** @type {import("../lib/options.ts").Command} */
export const send = {
  summary: "Sends a signed callback to an endpoint, and again until it answers 200, as the API does.",
  usage: "send URL [options]",
  positional: "URL",
  about:
    "Sends a payment-authorized with ids of its own unless you give them. Of several secrets the first one signs.",
  options: {
    amount: {
      value: "N",
      read: integer(0, Number.MAX_SAFE_INTEGER),
      help: "In the currency's minor unit: 2000 by default.",
    },
    "payment-id": { value: "ID", read: id, help: "The payment's id; a random one by default." },
    "session-id": {
      value: "ID",
      read: id,
      help: "The checkout session's id, with or without hyphens; a random one by default.",
    },
    body: { value: "FILE", help: "Sends this file (- for stdin) instead, byte for byte." },
    duplicate: {
      value: "N",
      otherwise: "2",
      read: integer(2, 100),
      help: "Sends the callback N times at once, 2 by default: it must be handled once.",
    },
    tamper: {
      value: "KIND",
      multiple: true,
      read: choice([...Object.keys(TAMPERED), "all"]),
      help: `Sends forgeries, which must be refused: ${Object.keys(TAMPERED).join(", ")}, or all. No retries.`,
    },
    delay: { value: "SECONDS", read: decimal(0, DAY), help: "Waits before the first attempt." },
    attempts: { value: "N", read: integer(1, 100), help: "Gives up after N attempts instead of 24 hours." },
    speed: { value: "N", read: decimal(1, 1e6), help: "Makes every wait N times shorter." },
    timeout: {
      value: "SECONDS",
      read: decimal(0.001, DAY),
      help: "How long an answer may take: 30 by default.",
    },
    schedule: { help: "Prints when attempts are made, and sends nothing." },
    ...SECRET_OPTIONS,
    ...RULE_OPTIONS,
    json: { help: "Prints a line of JSON for each answer, and one for the outcome." },
  },
  examples: [
    ["send http://localhost:3000/callback --speed 60", "A minute of the API's back-off takes a second."],
    [
      "send http://localhost:3000/callback --session-id 4e0d7dd3-c124-41fb-a029-81f60732a13f --amount 2000",
      "For an order that you have made.",
    ],
    ["send http://localhost:3000/callback --duplicate 5", "Is the payment handled once?"],
    ["send http://localhost:3000/callback --tamper all", "Is every forgery refused?"],
  ],
  exit: "0 answered 200 (with --tamper: all refused), 1 never answered 200 (with --tamper: not all refused), 2 wrong usage or no secret",
  run,
};

/** @param {import("../lib/options.ts").Given} given */
async function run({ values, positional }) {
  const { attempts, json = false, speed = 1, timeout = 30 } = values;
  if (values.schedule) return schedule({ attempts, json, speed });
  const url = target(positional);
  refuseCombinations(values);
  const body =
    values.body === undefined
      ? callbackBody(members(values))
      : await bytesOf(values.body, `the body from ${values.body}`, LONGEST);
  const secret = await readSecrets(values, { isStdinRead: values.body === "-" });
  const { sign } = await import("checkout-signature");
  const genuine = { body, authorization: sign(body, { secret, ...rules(values) }) };
  const forgeries = forged(values.tamper ?? [], genuine, (of, key) =>
    sign(of, { secret: key, ...rules(values) }),
  );
  const stop = stopSignal();
  const options = {
    attempts,
    copies: values.duplicate ?? 1,
    json,
    speed,
    stop,
    timeoutMs: timeout * 1000,
    url,
  };
  note(
    `POST ${url.href} ${values.body === undefined ? line(body) : `with the body of ${values.body === "-" ? "stdin" : values.body}`}`,
  );
  await countdown(((values.delay ?? 0) * 1000) / speed, "first attempt", stop);
  if (stop.aborted) return stop.reason;
  return values.tamper ? tamper(forgeries, options) : deliver(genuine, options);
}

/** @param {string | undefined} given */
function target(given) {
  if (given === undefined)
    throw new UsageError(
      "send needs the URL of your endpoint: checkout-signature send http://localhost:3000/callback",
    );
  const url = /^https?:\/\//i.test(given) && URL.canParse(given) ? new URL(given) : undefined;
  if (!url)
    throw new UsageError(
      "The URL must be a whole one, with http:// or https:// before it: http://localhost:3000/callback",
    );
  if (url.username || url.password)
    throw new UsageError(
      "A callback's URL can hold no user and password: the Authorization header has the signature.",
    );
  return url;
}

/** @param {Record<string, any>} values */
function refuseCombinations(values) {
  const clashes = { body: ["amount", "payment-id", "session-id"], tamper: ["duplicate", "attempts"] };
  for (const [name, others] of Object.entries(clashes)) {
    const other = others.find((other) => values[name] !== undefined && values[other] !== undefined);
    if (other) throw new UsageError(`--${name} and --${other} cannot be combined.`);
  }
}

/** @param {Record<string, any>} values */
function members({ amount, "payment-id": paymentId, "session-id": sessionId }) {
  return { amount, paymentId, sessionId };
}

/**
 * @param {string[]} kinds
 * @param {Required<import("../lib/callback.ts").Message>} genuine
 * @param {(body: Uint8Array, secret: Uint8Array) => string} sign
 * @returns {import("../lib/deliver.ts").Forgery[]}
 */
function forged(kinds, genuine, sign) {
  const all = kinds.includes("all") ? Object.keys(TAMPERED) : [...new Set(kinds)];
  return all.flatMap((kind) =>
    /** @type {import("../lib/callback.ts").Tamper} */ (TAMPERED[kind])(genuine, sign).map(
      ([what, message]) => ({ kind, what, message }),
    ),
  );
}

/** @param {Uint8Array} body */
function line(body) {
  const { amount, paymentId, sessionId } = JSON.parse(Buffer.from(body).toString()).payload;
  return `amount ${amount}, payment ${paymentId}, session ${sessionId}`;
}
