// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
import { COMMON } from "./options.ts";
import { out, table } from "./output.ts";

/**
 * What the command can do.
 *
 * @param {Record<string, import("./options.ts").Command>} commands
 */
export function overview(commands) {
  return [
    "Signed Checkout callbacks: verify them, find out why one fails, and try your own endpoint.",
    "",
    `${out.bold("Usage:")} checkout-signature COMMAND [options]`,
    "",
    ...table(Object.entries(commands).map(([name, { summary }]) => [name, summary])),
    "",
    "checkout-signature COMMAND --help shows a command's options; --version, the version.",
    "",
    out.bold("Examples:"),
    ...Object.values(commands).flatMap(({ examples }) =>
      examples.slice(0, 1).map(([line]) => `  ${called(line)}`),
    ),
    "",
    out.bold("Exit codes:"),
    ...table([
      ["0", "verified, answered 200, or done"],
      ["1", "refused: not authentic, or never answered 200"],
      [
        "2",
        "wrong usage, or something is missing: an option, a file, the secret (told on stderr, also with --json)",
      ],
      ["130", "stopped by Ctrl-C (143 by SIGTERM, 141 where nobody reads the output any more)"],
    ]),
    "",
    ...environment(),
  ].join("\n");
}

/**
 * What one of its commands can do.
 *
 * @param {import("./options.ts").Command} command
 */
export function manual({ summary, usage, about, options, examples, exit }) {
  const rows = Object.entries({ ...options, ...COMMON }).map(
    ([name, { value, otherwise, help }]) =>
      /** @type {[string, string]} */ ([
        `--${name}${value ? (otherwise ? ` [${value}]` : ` ${value}`) : ""}`,
        help,
      ]),
  );
  return [
    summary,
    "",
    `${out.bold("Usage:")} checkout-signature ${usage}`,
    "",
    about,
    "",
    out.bold("Options:"),
    ...table(rows),
    "",
    out.bold("Examples:"),
    ...examples.flatMap(([line, explanation]) => [`  ${called(line)}`, out.dim(`    ${explanation}`)]),
    "",
    `${out.bold("Exit codes:")} ${exit}, 130 Ctrl-C`,
    "",
    ...environment(),
  ].join("\n");
}

function environment() {
  return [
    out.bold("Environment:"),
    ...table([
      [
        "CHECKOUT_SECRET",
        "the secret key for callbacks; without it, --secret-file or --secret-env, or a prompt",
      ],
      ["NO_COLOR, FORCE_COLOR", "no colours, or colours in pipes too"],
    ]),
  ];
}

/** @param {string} example one may begin with another program */
function called(example) {
  return example.startsWith("curl ") ? example : `checkout-signature ${example}`;
}
