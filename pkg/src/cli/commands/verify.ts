// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
import { readBody, readHeader } from "../lib/input.ts";
import { err, eventLines, note, out, print, printJson } from "../lib/output.ts";
import { HEADER_OPTIONS, LIMIT_OPTIONS, RULE_OPTIONS, rules } from "../lib/rules.ts";
import { readSecrets, SECRET_OPTIONS } from "../lib/secret.ts";
import { EXIT } from "../lib/usage.ts";

/** @type {import("../lib/options.ts").Command} */
export const verify = {
  summary: "Says whether a callback is authentic, and prints its event.",
  usage: "verify [BODY-FILE|-] --header VALUE [options]",
  positional: "BODY-FILE",
  about: "The body is read from the file, or from stdin, as raw bytes: exactly as it came.",
  options: {
    ...HEADER_OPTIONS,
    ...SECRET_OPTIONS,
    ...RULE_OPTIONS,
    ...LIMIT_OPTIONS,
    json: { help: 'Prints {"verified":true,"event":...} or {"verified":false,"code":...,"message":...}.' },
  },
  examples: [
    [
      'verify body.json --header "HMAC-SHA256 Signature=be00..." --secret-file secret.txt',
      "A callback that was saved.",
    ],
    ['verify --header "$HTTP_AUTHORIZATION" --json < body.json', "In a script, with CHECKOUT_SECRET set."],
  ],
  exit: "0 verified, 1 refused, 2 wrong usage or no secret",
  run,
};

/** @param {import("../lib/options.ts").Given} given */
async function run({ values, positional }) {
  const authorization = await readHeader(values);
  const body = await readBody(positional, values["max-body"]);
  const secret = await readSecrets(values, { isStdinRead: readsStdin(positional, values) });
  const { VerificationError, verify } = await import("checkout-signature");
  try {
    const event = verify(body, authorization, { secret, ...rules(values) });
    if (values.json) printJson({ verified: true, event });
    else
      print(
        [
          `${out.good("verified")} ${event.type === "unknown" ? "an unknown event" : event.type}`,
          ...eventLines(event),
        ].join("\n"),
      );
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    const { code, message } = error;
    if (values.json) printJson({ verified: false, code, message });
    else {
      print(`${out.bad("refused")} ${code}\n  ${message}`);
      if (code === "signature-mismatch")
        note(err.dim("checkout-signature explain, with the same arguments, looks for the cause."));
    }
    return EXIT.refused;
  }
}

/**
 * @param {string | undefined} positional
 * @param {Record<string, any>} values
 */
export function readsStdin(positional = "-", values) {
  return positional === "-" || values["header-file"] === "-";
}
