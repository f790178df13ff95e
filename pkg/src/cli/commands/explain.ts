import { readBody, readHeader, readsStdin } from "../lib/input.ts";
import { defineCommand } from "../lib/options.ts";
import { out, print, printJson } from "../lib/output.ts";
import { escapeLines, joinLines, text } from "../lib/printable.ts";
import { HEADER_OPTIONS, LIMIT_OPTIONS, pickRules, RULE_OPTIONS } from "../lib/rules.ts";
import { readSecrets, SECRET_OPTIONS } from "../lib/secret.ts";
import { EXIT } from "../lib/usage.ts";

export const explain = defineCommand({
  summary: "Finds out why a signature doesn't match.",
  usage: "explain [BODY-FILE|-] --header VALUE [options]",
  positional: "BODY-FILE",
  about:
    "Tries the usual causes and names the one that would match. For development: the verdict is verify's.",
  options: {
    ...HEADER_OPTIONS,
    ...SECRET_OPTIONS,
    ...RULE_OPTIONS,
    ...LIMIT_OPTIONS,
    challenge: {
      value: "VALUE",
      help: 'The WWW-Authenticate header of the 401 that the sender got ("" for none): did your endpoint send it?',
    },
    json: { help: 'Prints {"findings":[{"code":...,"finding":...,"change":...}]}.' },
  },
  examples: [
    [
      'explain body.json --header "HMAC-SHA256 Signature=be00..." --secret-file secret.txt',
      "The same arguments as for verify.",
    ],
  ],
  exit: "0 whatever was found, 2 wrong usage or no secret",

  async run({ values, positional }) {
    const authorization = await readHeader(values);
    const body = await readBody(positional, values["max-body"]);
    const secret = await readSecrets(values, { isStdinRead: readsStdin(positional, values) });
    const { explain } = await import("checkout-signature/explain");
    const { challenge } = values;
    const findings = explain(body, authorization, { secret, ...pickRules(values), challenge });
    if (values.json) {
      printJson({ findings });
      return EXIT.done;
    }
    for (const { code, finding, change } of findings) {
      print(joinLines([text`- ${out.bold(finding)} ${out.dim(`[${code}]`)}`, escapeLines(change, "  ")]));
    }
    return EXIT.done;
  },
});
