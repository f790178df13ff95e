import { AsyncLocalStorage } from "node:async_hooks";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { CheckoutEvent, PaymentAuthorized, UnknownEvent } from "checkout-signature";
import type { DeliveryStore, HandlerAnswer } from "checkout-signature/handler";
import { DEFAULT_MAX_BODY_BYTES } from "../../handler/limits.ts";
import { defineCommand, readInteger } from "../lib/options.ts";
import { listEvent, note, out, print, printJson } from "../lib/output.ts";
import { joinLines, type Printable, text } from "../lib/printable.ts";
import { LIMIT_OPTIONS, pickRules, RULE_OPTIONS } from "../lib/rules.ts";
import { readSecrets, SECRET_OPTIONS } from "../lib/secret.ts";
import { HOST_OPTION, serve } from "../lib/server.ts";
import { EXIT, UsageError } from "../lib/usage.ts";
import { createStopSignal, exitCodeOf, waitForAbort } from "../lib/wait.ts";

export const listen = defineCommand({
  summary: "Receives callbacks on this machine, and prints what is verified and what is refused.",
  usage: "listen [options]",
  about:
    "Responds as an endpoint should: each payment is handled once. Without --host only this machine can reach it.",
  options: {
    port: { value: "N", read: readInteger(0, 65_535), help: "4001 by default; 0 for any free one." },
    host: HOST_OPTION,
    path: { value: "PATH", read: readPath, help: "Where callbacks are posted to: /callback by default." },
    fail: {
      value: "N",
      read: readInteger(0, 1000),
      help: "Responds to the first N callbacks of each payment with 500, to see them sent again.",
    },
    once: { help: "Ends after the first payment that was handled." },
    ...SECRET_OPTIONS,
    ...RULE_OPTIONS,
    "max-body": {
      ...LIMIT_OPTIONS["max-body"],
      help: `The longest body accepted: ${DEFAULT_MAX_BODY_BYTES} bytes (64 KiB) by default.`,
    },
    json: { help: "Prints a line of JSON with the URL, and one for each response." },
  },
  examples: [
    [
      "listen --secret-file secret.txt",
      "Then: checkout-signature send http://127.0.0.1:4001/callback --secret-file secret.txt",
    ],
    ["listen --once --json", "In a script: ends with 0 when a payment was handled."],
    ["listen --host shop", "In a container with the name shop."],
  ],
  exit: "0 with --once, after the payment; 2 wrong usage, no secret, or the port is in use; 143 SIGTERM",

  async run({ values }) {
    const {
      path = "/callback",
      port = 4001,
      host: hosts = [],
      fail = 0,
      once = false,
      json = false,
    } = values;
    const secret = await readSecrets(values);
    const { createHandler, MemoryStore } = await import("checkout-signature/handler");
    /** What is known of the callback that is being handled, for the line about its response. */
    const visits = new AsyncLocalStorage<Visit>();
    const getVisit = (): Visit => visits.getStore() ?? {};
    const memory = new MemoryStore();
    const store: DeliveryStore = {
      once(key, work) {
        getVisit().paymentId = key.replace(/^payment-authorized:/, "");
        return memory.once(key, work);
      },
    };
    const failures = new Map<string, number>();
    const stop = createStopSignal();
    const ended = new AbortController();
    const report = createReporter(json);

    const handle = createHandler({
      secret,
      ...pickRules(values),
      maxBodyBytes: values["max-body"] ?? DEFAULT_MAX_BODY_BYTES,
      store,
      onPaymentAuthorized(event: PaymentAuthorized) {
        getVisit().event = event;
        const { paymentId } = event.payload;
        const failed = failures.get(paymentId) ?? 0;
        if (failed >= fail) return;
        failures.set(paymentId, failed + 1);
        throw new RequestedFailure(`on purpose, ${failed + 1} of ${fail} (--fail)`);
      },
      onUnknown(event: UnknownEvent) {
        getVisit().event = event;
      },
      onAnswer: (answer: HandlerAnswer) => report(answer, getVisit()),
    });

    const server = await serve(
      (request, response) => {
        const visit: Visit = {};
        if (request.url?.split("?")[0] !== path) {
          refusePath(request, response);
          const message = `${request.method} to another path; callbacks are posted to ${path}.`;
          return report({ status: 404, code: "not-found", message }, visit);
        }
        if (once) {
          response.once("finish", () => {
            if (response.statusCode === 200 && isHandled(visit)) ended.abort();
          });
        }
        void visits.run(visit, () => handle(request, response));
      },
      { port, hosts, onRefusedHost: (host) => report(describeRefusedHost(host), {}) },
    );
    if (json)
      printJson({ listening: server.origin + path, ...(hosts.length > 0 && { hosts: server.names }) });
    else {
      note(text`Listening for callbacks on ${server.origin}${path}; Ctrl-C ends it.`);
      if (hosts.length > 0) {
        note(text`It listens on every interface, and accepts requests to ${server.names.join(", ")}.`);
      }
    }

    await waitForAbort(stop, ended.signal);
    await server.close();
    return stop.aborted ? exitCodeOf(stop) : EXIT.done;
  },
});

/** What is known of one request. */
interface Visit {
  event?: CheckoutEvent;
  paymentId?: string;
}

/** What was responded, and why. */
interface Answer {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly error?: unknown;
}

/** The failure that --fail asks for. */
class RequestedFailure extends Error {}

function isHandled({ event }: Visit): boolean {
  return event?.type === "payment-authorized";
}

function refusePath(request: IncomingMessage, response: ServerResponse): void {
  const headers = { "Content-Length": 0, ...(!request.complete && { Connection: "close" }) };
  response.writeHead(404, headers).end();
}

function describeRefusedHost(host: string): Answer {
  const message = `The request was sent to ${host}. If that name is yours, start listen with --host NAME.`;
  return { status: 403, code: "host-not-allowed", message };
}

/** Makes the function that prints a line for each response. */
function createReporter(json: boolean): (answer: Answer, visit: Visit) => void {
  /** The last explanation of each code: what has been said once need not be said at each callback. */
  const explanations = new Map<string, string>();
  return ({ status, code, message, error }, visit) => {
    const explanation = error instanceof RequestedFailure ? error.message : message;
    const isRepeated = explanations.get(code) === explanation;
    explanations.set(code, explanation);
    if (json) return reportJson({ status, code, message: explanation }, visit);
    const isPlain = code === "handled" || code === "unknown-event";
    print(formatReport({ status, code }, visit, isPlain ? "" : isRepeated ? "the same reason" : explanation));
  };
}

function reportJson(answer: Answer, { event, paymentId }: Visit): void {
  printJson({
    at: new Date().toISOString(),
    ...answer,
    event,
    ...(!event && paymentId && { paymentId }),
  });
}

function formatReport(
  { status, code }: { status: number; code: string },
  { event, paymentId }: Visit,
  explanation: string,
): Printable {
  const time = out.dim(new Date().toTimeString().slice(0, 8));
  const outcome = text`${(status === 200 ? out.good : out.bad)(status)} ${code}`;
  const name = event?.type === "unknown" ? "an unknown event" : event?.type;
  const what = name ? `: ${name}` : paymentId ? `: payment ${paymentId}` : "";
  return joinLines([
    text`${time} ${outcome}${what}`,
    ...(explanation === "" ? [] : [`  ${explanation}`]),
    ...(event ? [listEvent(event)] : []),
  ]);
}

function readPath(text: string): string {
  if (/^\/[!-~]*$/.test(text) && !/[?#]/.test(text)) return text;
  throw new UsageError("must begin with a slash and have no query: /callback");
}
