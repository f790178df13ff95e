// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
import { nodeListener } from "../lib/node-server.ts";
import { decimal, integer } from "../lib/options.ts";
import { err, note, out, print, printJson, span, table, visible } from "../lib/output.ts";
import { givenSecrets, SECRET_OPTIONS } from "../lib/secret.ts";
import { serve } from "../lib/server.ts";
import { UsageError } from "../lib/usage.ts";
import { stopped, stopSignal } from "../lib/wait.ts";

/** Longer than the sandbox reads, so that it can say itself what is too long. */
const LONGEST = 2 ** 21;

/** @type {import("../lib/options.ts").Command} */
export const sandbox = {
  summary: "Serves the Checkout API in miniature: token, session, payment, signed callbacks with retries.",
  usage: "sandbox [options]",
  about:
    "For development: no money moves. Only this machine can reach it (127.0.0.1), and it forgets everything when it ends.",
  options: {
    port: { value: "N", read: integer(0, 65_535), help: "4000 by default; 0 for any that is free." },
    speed: { value: "N", read: decimal(0, 1e6), help: "Makes its clock run N times faster; 0 stops it." },
    "merchant-id": { value: "N", read: integer(0, Number.MAX_SAFE_INTEGER), help: "1001 by default." },
    "api-key": {
      value: "KEY",
      read: apiKey,
      help: "sandbox-api-key by default; it opens nothing but this sandbox.",
    },
    ...SECRET_OPTIONS,
    json: {
      help: "Prints a line of JSON with the URL and the keys, and one for each attempt to deliver a callback.",
    },
  },
  examples: [
    ["sandbox", "Makes a secret for this run and prints it, with the calls to begin with."],
    [
      "sandbox --secret-file secret.txt --speed 60",
      "The shop's own secret, and a minute of back-off in a second.",
    ],
  ],
  exit: "2 wrong usage, or the port is in use; 143 SIGTERM",
  run,
};

/** @param {import("../lib/options.ts").Given} given */
async function run({ values }) {
  const {
    port = 4000,
    speed = 1,
    "merchant-id": merchantId = 1001,
    "api-key": apiKey = "sandbox-api-key",
    json = false,
  } = values;
  const [given, second] = (await givenSecrets(values)) ?? [];
  if (second !== undefined)
    throw new UsageError("The sandbox signs with one secret: give --secret-file once.");
  const secret = given ?? Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("hex");
  const { createSandbox } = await import("checkout-signature/sandbox");
  const stop = stopSignal();
  const api = createSandbox({
    secret,
    merchantId,
    apiKey,
    speed,
    onAttempt: (delivery) => tell(delivery, api, json),
  });
  const onError = (/** @type {unknown} */ error) =>
    note(err.bad(`A request could not be answered: ${visible(String(error))}`));
  const { origin, close } = await serve(nodeListener(api, { most: LONGEST, onError }), port);
  const made = given === undefined ? String(secret) : undefined;
  if (json) printJson({ listening: origin, merchantId, apiKey, secret: made });
  else print(welcome({ origin, merchantId, apiKey, made }));
  await stopped(stop);
  api.close();
  await close();
  return stop.reason;
}

/** @param {{ origin: string, merchantId: number, apiKey: string, made: string | undefined }} shown */
function welcome({ origin, merchantId, apiKey, made }) {
  const order = {
    merchantReference: "order-1",
    customer: { firstName: "Kari", lastName: "Nordmann" },
    totalAmount: 2000,
    totalTaxAmount: 400,
    currency: "NOK",
    orderLines: [
      { name: "Coffee", quantity: 1, unitPrice: 2000, taxRate: 2500, totalAmount: 2000, totalTaxAmount: 400 },
    ],
    merchantUrls: {
      accept: "http://localhost:3000/thanks",
      cancel: "http://localhost:3000/cart",
      callback: "http://127.0.0.1:4001/callback",
    },
  };
  const bearer = '-H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json"';
  return [
    `The Checkout API's sandbox is on ${out.bold(origin)}; Ctrl-C ends it.`,
    "",
    ...table([
      ["merchant id", String(merchantId)],
      ["API key", apiKey],
      ["secret", made ?? "the one that you have given"],
      ["overview", `${origin}/sandbox`],
    ]),
    ...(made
      ? [
          "",
          "The secret was made for this run. The shop verifies callbacks with it: set CHECKOUT_SECRET to it there.",
        ]
      : []),
    "",
    out.bold("A token, a session, a payment:"),
    `  TOKEN=$(curl -s ${origin}/token -d grant_type=client_credentials -d scope=merchant -d client_id=${merchantId} --data-urlencode ${quoted(`client_secret=${apiKey}`)} | sed -n 's/.*"access_token": *"\\([^"]*\\)".*/\\1/p')`,
    `  curl ${origin}/checkout ${bearer} -d ${quoted(JSON.stringify(order))}`,
    `  curl ${origin}/checkout/SESSION/payment ${bearer} -d '{"productId":"PRODUCT"}'`,
    "",
    "Put the session's id and a product's id of the second answer into the third call; it answers with the address of the",
    "payment page. Approve there, and the callback is sent. checkout-signature listen receives it where no shop does yet.",
  ].join("\n");
}

/**
 * @param {import("checkout-signature/sandbox").Delivery} delivery
 * @param {import("checkout-signature/sandbox").Sandbox} api
 * @param {boolean} json
 */
function tell({ paymentId, sessionId, request, attempts, state, nextAttemptAt }, api, json) {
  const { status, error } = /** @type {import("checkout-signature/sandbox").Attempt} */ (attempts.at(-1));
  const next = nextAttemptAt === null ? undefined : Math.max(0, Date.parse(nextAttemptAt) - api.now());
  if (json) {
    printJson({
      paymentId,
      sessionId,
      url: request.url,
      attempt: attempts.length,
      status,
      error,
      state,
      ...(next !== undefined && { nextInSeconds: next / 1000 }),
    });
    return;
  }
  const answer = status === 200 ? out.good("200") : out.bad(visible(String(status ?? error)));
  const here =
    api.speed === 1
      ? ""
      : api.speed === 0
        ? " (its clock stands still)"
        : ` (here ${span(next === undefined ? 0 : next / api.speed)})`;
  const due =
    next === undefined
      ? state === "given-up"
        ? ", given up after 24 hours"
        : ""
      : `, next in ${span(next)}${here}`;
  print(`payment ${paymentId} to ${visible(request.url)}: attempt ${attempts.length}: ${answer}${due}`);
}

/** @param {string} text */
function apiKey(text) {
  if (!/^[ -~]+$/.test(text)) throw new UsageError("must be printable ASCII.");
  return text;
}

/** @param {string} text for a shell */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
