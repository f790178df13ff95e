import { readBody, readHeader, readsStdin } from "../lib/input.ts";
import { defineCommand } from "../lib/options.ts";
import { err, listEvent, note, out, print, printJson } from "../lib/output.ts";
import { joinLines, text } from "../lib/printable.ts";
import { HEADER_OPTIONS, LIMIT_OPTIONS, pickRules, RULE_OPTIONS } from "../lib/rules.ts";
import { readSecrets, SECRET_OPTIONS } from "../lib/secret.ts";
import { EXIT } from "../lib/usage.ts";

export const verify = defineCommand({
  summary: "Says whether a callback is authentic, and prints its event.",
  usage: "verify [BODY-FILE|-] --header VALUE [options]",
  positional: "BODY-FILE",
  about: "The body is read from the file, or from stdin, as raw bytes: exactly as it was received.",
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

  async run({ values, positional }) {
    const authorization = await readHeader(values);
    const body = await readBody(positional, values["max-body"]);
    const secret = await readSecrets(values, { isStdinRead: readsStdin(positional, values) });
    const { VerificationError, verify } = await import("checkout-signature");
    try {
      const event = verify(body, authorization, { secret, ...pickRules(values) });
      if (values.json) printJson({ verified: true, event });
      else {
        const what = event.type === "unknown" ? "an unknown event" : event.type;
        print(joinLines([text`${out.good("verified")} ${what}`, listEvent(event)]));
      }
      return EXIT.done;
    } catch (error) {
      if (!(error instanceof VerificationError)) throw error;
      const { code, message } = error;
      if (values.json) printJson({ verified: false, code, message });
      else {
        print(joinLines([text`${out.bad("refused")} ${code}`, `  ${message}`]));
        if (code === "signature-mismatch") {
          note(err.dim("checkout-signature explain, with the same arguments, finds out why."));
        }
      }
      return EXIT.refused;
    }
  },
});
