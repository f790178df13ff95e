// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
import { readBody } from "../lib/input.ts";
import { print, printJson } from "../lib/output.ts";
import { RULE_OPTIONS, rules } from "../lib/rules.ts";
import { readSecrets, SECRET_OPTIONS } from "../lib/secret.ts";
import { EXIT } from "../lib/usage.ts";
import { readsStdin } from "./verify.ts";

const LONGEST = 2 ** 30;

/** @type {import("../lib/options.ts").Command} */
export const sign = {
  summary: "Signs a body as the API does, and prints the Authorization header's value.",
  usage: "sign [BODY-FILE|-] [options]",
  positional: "BODY-FILE",
  about:
    "For tests. The body is read from the file, or from stdin, as raw bytes. Of several secrets the first one signs.",
  options: { ...SECRET_OPTIONS, ...RULE_OPTIONS, json: { help: 'Prints {"authorization":...}.' } },
  examples: [
    ["sign body.json --secret-file secret.txt", "Prints HMAC-SHA256 Signature=..."],
    [
      'curl URL -H "Authorization: $(checkout-signature sign body.json)" --data-binary @body.json',
      "Sends a callback by hand.",
    ],
  ],
  exit: "0 signed, 2 wrong usage or no secret",
  run,
};

/** @param {import("../lib/options.ts").Given} given */
async function run({ values, positional }) {
  const body = await readBody(positional, LONGEST);
  const secret = await readSecrets(values, { isStdinRead: readsStdin(positional, values) });
  const { sign } = await import("checkout-signature");
  const authorization = sign(body, { secret, ...rules(values) });
  if (values.json) printJson({ authorization });
  else print(authorization);
  return EXIT.done;
}
