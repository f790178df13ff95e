import { readsStdin, readWholeBody } from "../lib/input.ts";
import { defineCommand } from "../lib/options.ts";
import { print, printJson } from "../lib/output.ts";
import { text } from "../lib/printable.ts";
import { MAX_INPUT_BYTES, pickRules, RULE_OPTIONS } from "../lib/rules.ts";
import { readSecrets, SECRET_OPTIONS } from "../lib/secret.ts";
import { EXIT } from "../lib/usage.ts";

export const sign = defineCommand({
  summary: "Signs a body as the API does, and prints the value of the Authorization header.",
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

  async run({ values, positional }) {
    const body = await readWholeBody(positional, MAX_INPUT_BYTES);
    const secret = await readSecrets(values, { isStdinRead: readsStdin(positional) });
    const { sign } = await import("checkout-signature");
    const authorization = sign(body, { secret, ...pickRules(values) });
    if (values.json) printJson({ authorization });
    else print(text`${authorization}`);
    return EXIT.done;
  },
});
