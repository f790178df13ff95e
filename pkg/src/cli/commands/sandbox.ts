import type { Delivery, Sandbox } from "checkout-signature/sandbox";
import { createListener } from "../lib/node-server.ts";
import { defineCommand, readDecimal, readInteger } from "../lib/options.ts";
import { err, formatSpan, formatTable, note, out, print, printJson } from "../lib/output.ts";
import { joinLines, type Printable, text } from "../lib/printable.ts";
import { createScript } from "../lib/script.ts";
import { readSecretOptions, SECRET_OPTIONS, SECRET_VARIABLE } from "../lib/secret.ts";
import { HOST_OPTION, type Server, serve } from "../lib/server.ts";
import { UsageError } from "../lib/usage.ts";
import { createStopSignal, exitCodeOf, waitForAbort } from "../lib/wait.ts";

/** More than the sandbox reads, so that it can say itself what is too long. */
const MAX_BODY_BYTES = 2 ** 21;
const SECRET_BYTES = 32;

export const sandbox = defineCommand({
  summary: "Serves the Checkout API in miniature: token, session, payment, signed callbacks with retries.",
  usage: "sandbox [options]",
  about:
    "For development: no money moves, and it forgets everything when it ends. Without --host only this machine can reach it. It makes a secret of its own unless you give one.",
  options: {
    port: { value: "N", read: readInteger(0, 65_535), help: "4000 by default; 0 for any free one." },
    host: HOST_OPTION,
    speed: {
      value: "N",
      read: readDecimal(0, 1e6),
      help: "Makes the sandbox's clock run N times faster; 0 stops it.",
    },
    "merchant-id": { value: "N", read: readInteger(0, Number.MAX_SAFE_INTEGER), help: "1001 by default." },
    "api-key": {
      value: "KEY",
      read: readApiKey,
      help: "sandbox-api-key by default; it opens nothing but this sandbox.",
    },
    "secret-file": {
      ...SECRET_OPTIONS["secret-file"],
      help: "Reads the shop's secret from a file, without the newline at its end.",
    },
    "secret-env": {
      ...SECRET_OPTIONS["secret-env"],
      help: `Reads the shop's secret from this environment variable. Without the option ${SECRET_VARIABLE} is not read.`,
    },
    json: {
      help: "Prints a line of JSON with the URL and the keys, and one for each attempt to deliver a callback.",
    },
  },
  examples: [
    ["sandbox", "Makes a secret for this run, and prints it with a script to begin with."],
    [
      "sandbox --secret-file secret.txt --speed 60",
      "The shop's own secret, and a minute of back-off in a second.",
    ],
    ["sandbox --host sandbox", "In a container with the name sandbox."],
  ],
  exit: "2 wrong usage, or the port is in use; 143 SIGTERM",

  async run({ values }) {
    const { port = 4000, host: hosts = [], speed = 1, json = false } = values;
    const { "merchant-id": merchantId = 1001, "api-key": apiKey = "sandbox-api-key" } = values;
    const [given, second] = (await readSecretOptions(values)) ?? [];
    if (second !== undefined) {
      throw new UsageError("The sandbox signs with one secret: give --secret-file once.");
    }
    const made = given === undefined ? createSecret() : undefined;
    const { createSandbox } = await import("checkout-signature/sandbox");
    const stop = createStopSignal();
    const api: Sandbox = createSandbox({
      secret: given ?? made ?? "",
      merchantId,
      apiKey,
      speed,
      onAttempt: (delivery) => reportAttempt(delivery, api, json),
    });
    const onError = (error: unknown) => note(err.bad(`A request could not be handled: ${error}`));
    const server = await serve(createListener(api, { maxBodyBytes: MAX_BODY_BYTES, onError }), {
      port,
      hosts,
      onRefusedHost: createHostNotice(),
    });
    const { origin, names } = server;
    if (json) {
      printJson({
        listening: origin,
        merchantId,
        apiKey,
        secret: made,
        ...(hosts.length > 0 && { hosts: names }),
      });
    } else print(formatWelcome(server, { merchantId, apiKey, made, isOpen: hosts.length > 0 }));
    if (made !== undefined && process.env[SECRET_VARIABLE] !== undefined) {
      note(text`${SECRET_VARIABLE} is set here, and not used: --secret-env ${SECRET_VARIABLE} takes it.`);
    }
    await waitForAbort(stop);
    api.close();
    await server.close();
    return exitCodeOf(stop);
  },
});

function createSecret(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(SECRET_BYTES))).toString("hex");
}

/** Makes a function that says once that a request to another name was refused. */
function createHostNotice(): (host: string) => void {
  let isSaid = false;
  return (host) => {
    if (isSaid) return;
    isSaid = true;
    note(text`A request to ${host} was refused. If that name is yours, start the sandbox with --host NAME.`);
  };
}

interface Keys {
  readonly merchantId: number;
  readonly apiKey: string;
  /** The secret that was made for this run, if none was given. */
  readonly made: string | undefined;
  /** Whether it listens on every interface. */
  readonly isOpen: boolean;
}

function formatWelcome({ origin, names }: Server, { merchantId, apiKey, made, isOpen }: Keys): Printable {
  return joinLines([
    text`The Checkout API's sandbox is on ${out.bold(origin)}; Ctrl-C ends it.`,
    ...(isOpen ? [`It listens on every interface, and accepts requests to ${names.join(", ")}.`] : []),
    "",
    formatTable([
      ["merchant id", merchantId],
      ["API key", apiKey],
      ["secret", made ?? "the one that you have given"],
      ["overview", `${origin}/sandbox`],
    ]),
    "",
    made === undefined
      ? "The shop verifies callbacks with the same secret. Where there is no shop yet, another terminal can receive them:"
      : "The secret was made for this run; the shop verifies callbacks with it. Where there is no shop yet, another terminal can receive them:",
    "",
    `  ${made === undefined ? "" : `${SECRET_VARIABLE}=${made} `}npx checkout-signature listen`,
    "",
    out.bold("A token, a session, a payment, approved: this script runs as it is."),
    "",
    ...createScript({ origin, merchantId, apiKey }),
  ]);
}

function reportAttempt(delivery: Delivery, api: Sandbox, json: boolean): void {
  const { paymentId, sessionId, request, attempts, state, nextAttemptAt } = delivery;
  const { url } = request;
  const { status, error } = attempts.at(-1) ?? {};
  const next = nextAttemptAt === null ? undefined : Math.max(0, Date.parse(nextAttemptAt) - api.now());
  if (json) {
    const nextInSeconds = next !== undefined && { nextInSeconds: next / 1000 };
    printJson({
      paymentId,
      sessionId,
      url,
      attempt: attempts.length,
      status,
      error,
      state,
      ...nextInSeconds,
    });
    return;
  }
  const outcome = status === 200 ? out.good(200) : out.bad(status ?? error ?? "failed");
  const givenUp = state === "given-up" ? ", given up after 24 hours" : "";
  const due =
    next === undefined ? givenUp : `, next in ${formatSpan(next)}${describeRealWait(next, api.speed)}`;
  print(text`payment ${paymentId} to ${url}: attempt ${attempts.length}: ${outcome}${due}`);
}

function describeRealWait(ms: number, speed: number): string {
  if (speed === 1) return "";
  return speed === 0 ? " (the clock is stopped)" : ` (here ${formatSpan(ms / speed)})`;
}

function readApiKey(text: string): string {
  if (/^[ -~]+$/.test(text)) return text;
  throw new UsageError("must be printable ASCII.");
}
