import { MAX_AMOUNT } from "../../verify/generated/core-table.ts";
import { createBody, createForgeries, FORGERY_KINDS, readId } from "../lib/callback.ts";
import { deliver, printSchedule } from "../lib/deliver.ts";
import { readWholeBody } from "../lib/input.ts";
import { defineCommand, readChoice, readDecimal, readInteger } from "../lib/options.ts";
import { note } from "../lib/output.ts";
import { text } from "../lib/printable.ts";
import { MAX_INPUT_BYTES, pickRules, RULE_OPTIONS } from "../lib/rules.ts";
import { readSecrets, SECRET_OPTIONS } from "../lib/secret.ts";
import { tamper } from "../lib/tamper.ts";
import { UsageError } from "../lib/usage.ts";
import { countDown, createStopSignal, exitCodeOf } from "../lib/wait.ts";

const DAY_SECONDS = 24 * 60 * 60;
/** The longest body whose signed pieces the package lists. */
const MAX_TAMPERED_BYTES = 2 ** 20;

const readKind = readChoice([...FORGERY_KINDS, "all"]);

export const send = defineCommand({
  summary: "Sends a signed callback to an endpoint, and again until it gets a 200, as the API does.",
  usage: "send URL [options]",
  positional: "URL",
  about:
    "Sends a payment-authorized event, with random ids unless you give them. Of several secrets the first one signs.",
  options: {
    amount: {
      value: "N",
      read: readInteger(0, MAX_AMOUNT),
      help: "In the currency's minor unit: 2000 by default.",
    },
    "payment-id": { value: "ID", read: readId, help: "The payment's id; a random one by default." },
    "session-id": {
      value: "ID",
      read: readId,
      help: "The checkout session's id, with or without hyphens; a random one by default.",
    },
    body: { value: "FILE", help: "Sends this file (- for stdin) instead, byte for byte." },
    duplicate: {
      value: "N",
      otherwise: "2",
      read: readInteger(2, 100),
      help: "Sends N copies at once, 2 by default: the payment must be handled once.",
    },
    tamper: {
      value: "KIND",
      multiple: true,
      read: readKind,
      help: `Sends a genuine callback, then forgeries that must be refused: ${FORGERY_KINDS.join(", ")}, or all. No retries.`,
    },
    delay: { value: "SECONDS", read: readDecimal(0, DAY_SECONDS), help: "Waits before the first attempt." },
    attempts: {
      value: "N",
      read: readInteger(1, 100),
      help: "Gives up after N attempts instead of 24 hours.",
    },
    speed: { value: "N", read: readDecimal(1, 1e6), help: "Makes every wait N times shorter." },
    timeout: {
      value: "SECONDS",
      read: readDecimal(0.001, DAY_SECONDS),
      help: "How long a response may take: 30 by default.",
    },
    schedule: { help: "Prints when attempts are made, and sends nothing." },
    ...SECRET_OPTIONS,
    ...RULE_OPTIONS,
    json: { help: "Prints a line of JSON for each response, and one for the outcome." },
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
  exit: "0 got a 200 (with --tamper: the genuine callback was taken and every forgery refused), 1 got no 200 (with --tamper: a forgery was accepted, or nothing is proven), 2 wrong usage or no secret",

  async run({ values, positional }) {
    const { attempts, json = false, speed = 1, timeout = 30, tamper: kinds } = values;
    if (values.schedule) return printSchedule({ attempts, json, speed });
    const url = parseUrl(positional);
    refuseCombinations(values);
    const body = await readCallbackBody(values);
    const secret = await readSecrets(values, { isStdinRead: values.body === "-" });
    const rules = pickRules(values);
    const { whitespace } = rules;
    const { sign, signedPieces } = await import("checkout-signature");
    const genuine = { body, authorization: sign(body, { secret, ...rules }) };
    const forgeries = createForgeries(
      kinds ?? [],
      genuine,
      (forged, key) => sign(forged, { secret: key, ...rules }),
      rules.signed === "payload" ? undefined : (forged) => signedPieces(forged, whitespace && { whitespace }),
    );
    const stop = createStopSignal();
    note(text`POST ${url.href} ${describeBody(values.body, body)}`);
    await countDown(((values.delay ?? 0) * 1000) / speed, "first attempt", stop);
    if (stop.aborted) return exitCodeOf(stop);
    const options = { json, stop, timeoutMs: timeout * 1000, url };
    if (kinds) return tamper(genuine, forgeries, options);
    return deliver(genuine, { ...options, attempts, copies: values.duplicate ?? 1, speed });
  },
});

interface BodyValues {
  readonly amount?: number | undefined;
  readonly "payment-id"?: string | undefined;
  readonly "session-id"?: string | undefined;
  readonly body?: string | undefined;
  readonly tamper?: readonly string[] | undefined;
}

async function readCallbackBody(values: BodyValues): Promise<Uint8Array> {
  const { amount, body: file, "payment-id": paymentId, "session-id": sessionId } = values;
  if (file === undefined) return createBody({ amount, paymentId, sessionId });
  return readWholeBody(file, values.tamper ? MAX_TAMPERED_BYTES : MAX_INPUT_BYTES);
}

function parseUrl(given: string | undefined): URL {
  if (given === undefined) {
    throw new UsageError(
      "send needs the URL of your endpoint: checkout-signature send http://localhost:3000/callback",
    );
  }
  const url = /^https?:\/\//i.test(given) && URL.canParse(given) ? new URL(given) : undefined;
  if (!url) {
    throw new UsageError(
      "The URL must be complete, with http:// or https://: http://localhost:3000/callback",
    );
  }
  if (url.username || url.password) {
    throw new UsageError(
      "A callback's URL can hold no user and password: the Authorization header has the signature.",
    );
  }
  return url;
}

function refuseCombinations(values: Readonly<Record<string, unknown>>): void {
  const clashes = { body: ["amount", "payment-id", "session-id"], tamper: ["duplicate", "attempts"] };
  for (const [name, others] of Object.entries(clashes)) {
    const other = others.find((other) => values[name] !== undefined && values[other] !== undefined);
    if (other) throw new UsageError(`--${name} and --${other} cannot be combined.`);
  }
}

/** Describes what is sent, without the body of a file. */
function describeBody(file: string | undefined, body: Uint8Array): string {
  if (file !== undefined) return `with the body of ${file === "-" ? "stdin" : file}`;
  const { amount, paymentId, sessionId } = JSON.parse(Buffer.from(body).toString()).payload;
  return `amount ${amount}, payment ${paymentId}, session ${sessionId}`;
}
