// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
import { AsyncLocalStorage } from "node:async_hooks";
import { integer } from "../lib/options.ts";
import { eventLines, note, out, print, printJson } from "../lib/output.ts";
import { LIMIT_OPTIONS, RULE_OPTIONS, rules } from "../lib/rules.ts";
import { readSecrets, SECRET_OPTIONS } from "../lib/secret.ts";
import { serve } from "../lib/server.ts";
import { EXIT, UsageError } from "../lib/usage.ts";
import { stopped, stopSignal } from "../lib/wait.ts";

/** @type {import("../lib/options.ts").Command} */
export const listen = {
  summary: "Receives callbacks on this machine, and prints what is verified and what is refused.",
  usage: "listen [options]",
  about:
    "Answers as an endpoint should: each payment is handled once. Only this machine can reach it (127.0.0.1).",
  options: {
    port: { value: "N", read: integer(0, 65_535), help: "4001 by default; 0 for any that is free." },
    path: { value: "PATH", read: path, help: "Where callbacks come to: /callback by default." },
    fail: {
      value: "N",
      read: integer(0, 1000),
      help: "Answers the first N callbacks of each payment with 500, to see them sent again.",
    },
    once: { help: "Ends after the first payment that was handled." },
    ...SECRET_OPTIONS,
    ...RULE_OPTIONS,
    ...LIMIT_OPTIONS,
    json: { help: "Prints a line of JSON with the URL, and one for each answer." },
  },
  examples: [
    [
      "listen --secret-file secret.txt",
      "Then: checkout-signature send http://127.0.0.1:4001/callback --secret-file secret.txt",
    ],
    ["listen --once --json", "In a script: ends with 0 when a payment has come."],
  ],
  exit: "0 with --once, after the payment; 2 wrong usage, no secret, or the port is in use; 143 SIGTERM",
  run,
};

/**
 * What became of one request, as far as it came.
 *
 * @typedef {{ event?: import("checkout-signature").CheckoutEvent, paymentId?: string }} Visit
 */

/** @param {import("../lib/options.ts").Given} given */
async function run({ values }) {
  const { path = "/callback", port = 4001, fail = 0, once = false, json = false } = values;
  const secret = await readSecrets(values);
  const { MemoryStore, nodeHandler } = await import("checkout-signature/handler");
  /** What happened to a callback, for the line that tells its answer. @type {AsyncLocalStorage<Visit>} */
  const visits = new AsyncLocalStorage();
  const deliveries = new MemoryStore();
  /** @type {Map<string, number>} */
  const failures = new Map();
  const stop = stopSignal();
  const ended = new AbortController();

  const store = {
    once: (/** @type {string} */ key, /** @type {(transaction: undefined) => Promise<unknown>} */ work) => {
      visit().paymentId = key.replace(/^payment-authorized:/, "");
      return deliveries.once(key, work);
    },
  };
  const handle = nodeHandler({
    secret,
    ...rules(values),
    store,
    onPaymentAuthorized(event) {
      const { paymentId = "" } = Object.assign(visit(), { event });
      const failed = failures.get(paymentId) ?? 0;
      if (failed === fail) return;
      failures.set(paymentId, failed + 1);
      throw new OnPurpose(`on purpose, ${failed + 1} of ${fail} (--fail)`);
    },
    onUnknown: (event) => void (visit().event = event),
    onAnswer: (answer) => tell(answer, visit(), json),
  });

  const { origin, close } = await serve((request, response) => {
    const visit = {};
    if (request.url?.split("?")[0] !== path) {
      response
        .writeHead(404, { "Content-Length": 0, ...(!request.complete && { Connection: "close" }) })
        .end();
      const message = `${request.method} to another path; callbacks come to ${path}.`;
      tell({ status: 404, code: "not-found", message }, visit, json);
      return;
    }
    if (once) response.once("finish", () => response.statusCode === 200 && isHandled(visit) && ended.abort());
    void visits.run(visit, () => handle(request, response));
  }, port);
  if (json) printJson({ listening: origin + path });
  else note(`Listening for callbacks on ${origin}${path}; Ctrl-C ends it.`);

  await stopped(stop, ended.signal);
  await close();
  return stop.aborted ? stop.reason : EXIT.done;

  function visit() {
    return visits.getStore() ?? {};
  }
}

/** The failure that --fail asks for. */
class OnPurpose extends Error {}

/** @param {Visit} visit */
function isHandled({ event }) {
  return event?.type === "payment-authorized";
}

/**
 * @param {{ status: number, code: string, message: string, error?: unknown }} answer
 * @param {Visit} visit
 * @param {boolean} json
 */
function tell({ status, code, message, error }, { event, paymentId }, json) {
  const text = error instanceof OnPurpose ? error.message : message;
  const at = new Date();
  if (json) {
    printJson({
      at: at.toISOString(),
      status,
      code,
      message: text,
      event,
      ...(!event && paymentId && { paymentId }),
    });
    return;
  }
  const clock = out.dim(at.toTimeString().slice(0, 8));
  const outcome = `${(status === 200 ? out.good : out.bad)(String(status))} ${code}`;
  const isPlain = code === "handled" || code === "unknown-event";
  const what = event
    ? `: ${event.type === "unknown" ? "an unknown event" : event.type}`
    : paymentId
      ? `: payment ${paymentId}`
      : "";
  print(
    [
      `${clock} ${outcome}${what}`,
      ...(isPlain ? [] : [`  ${text}`]),
      ...(event ? eventLines(event) : []),
    ].join("\n"),
  );
}

/** @param {string} text */
function path(text) {
  if (!/^\/[!-~]*$/.test(text) || /[?#]/.test(text))
    throw new UsageError("must begin with a slash and have no query: /callback");
  return text;
}
