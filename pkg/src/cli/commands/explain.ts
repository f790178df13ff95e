// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
import { readBody, readHeader } from "../lib/input.ts";
import { out, print, printJson } from "../lib/output.ts";
import { HEADER_OPTIONS, LIMIT_OPTIONS, RULE_OPTIONS, rules } from "../lib/rules.ts";
import { readSecrets, SECRET_OPTIONS } from "../lib/secret.ts";
import { EXIT } from "../lib/usage.ts";
import { readsStdin } from "./verify.ts";

/** @type {import("../lib/options.ts").Command} */
export const explain = {
  summary: "Looks for the reason why a signature does not match.",
  usage: "explain [BODY-FILE|-] --header VALUE [options]",
  positional: "BODY-FILE",
  about:
    "Tries the usual suspects and names what would match. For development: it is never a verdict, verify gives that.",
  options: {
    ...HEADER_OPTIONS,
    ...SECRET_OPTIONS,
    ...RULE_OPTIONS,
    ...LIMIT_OPTIONS,
    json: { help: 'Prints {"findings":[{"code":...,"finding":...,"change":...}]}.' },
  },
  examples: [
    [
      'explain body.json --header "HMAC-SHA256 Signature=be00..." --secret-file secret.txt',
      "The same arguments as for verify.",
    ],
  ],
  exit: "0 whatever was found, 2 wrong usage or no secret",
  run,
};

/** @param {import("../lib/options.ts").Given} given */
async function run({ values, positional }) {
  const authorization = await readHeader(values);
  const body = await readBody(positional, values["max-body"]);
  const secret = await readSecrets(values, { isStdinRead: readsStdin(positional, values) });
  const { explain } = await import("checkout-signature/explain");
  const findings = explain(body, authorization, { secret, ...rules(values) });
  if (values.json) printJson({ findings });
  else for (const { finding, change } of findings) print(`- ${out.bold(finding)}\n  ${change}`);
  return EXIT.done;
}
