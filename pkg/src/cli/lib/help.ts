import { COMMON_OPTIONS, type Command } from "./options.ts";
import { formatTable, out } from "./output.ts";
import { joinLines, type Printable, text } from "./printable.ts";

/** Describes what the command can do. */
export function describeAll(commands: Readonly<Record<string, Command>>): Printable {
  return joinLines([
    "Signed Checkout callbacks: verify them, find out why one fails, and try your own endpoint.",
    "",
    text`${out.bold("Usage:")} checkout-signature COMMAND [options]`,
    "",
    formatTable(Object.entries(commands).map(([name, { summary }]) => [name, summary])),
    "",
    "checkout-signature COMMAND --help shows the options of a command; --version shows the version.",
    "",
    out.bold("Examples:"),
    ...Object.values(commands).flatMap(({ examples }) =>
      examples.slice(0, 1).map(([line]) => `  ${formatExample(line)}`),
    ),
    "",
    out.bold("Exit codes:"),
    formatTable([
      ["0", "verified, got a 200, or done"],
      ["1", "refused: not authentic, or never got a 200"],
      [
        "2",
        "wrong usage, or something is missing: an option, a file, the secret (explained on stderr, also with --json)",
      ],
      ["130", "stopped by Ctrl-C (143 by SIGTERM, 141 when the reader of the output is gone)"],
    ]),
    "",
    describeEnvironment(),
  ]);
}

/** Describes what one of its commands can do. */
export function describeCommand({ summary, usage, about, options, examples, exit }: Command): Printable {
  const rows = Object.entries({ ...options, ...COMMON_OPTIONS }).map(
    ([name, { value, otherwise, help }]): [string, string] => [
      `--${name}${value ? (otherwise ? ` [${value}]` : ` ${value}`) : ""}`,
      help,
    ],
  );
  return joinLines([
    summary,
    "",
    text`${out.bold("Usage:")} checkout-signature ${usage}`,
    "",
    about,
    "",
    out.bold("Options:"),
    formatTable(rows),
    "",
    out.bold("Examples:"),
    ...examples.flatMap(([line, explanation]) => [`  ${formatExample(line)}`, out.dim(`    ${explanation}`)]),
    "",
    text`${out.bold("Exit codes:")} ${exit}, 130 Ctrl-C`,
    "",
    describeEnvironment(),
  ]);
}

function describeEnvironment(): Printable {
  return joinLines([
    out.bold("Environment:"),
    formatTable([
      [
        "CHECKOUT_SECRET",
        "the secret key for callbacks, unless an option names another place; sandbox reads it only with --secret-env",
      ],
      ["NO_COLOR, FORCE_COLOR", "no colours, or colours in pipes too"],
    ]),
  ]);
}

/** An example may begin with another program. */
function formatExample(example: string): string {
  return example.startsWith("curl ") ? example : `checkout-signature ${example}`;
}
