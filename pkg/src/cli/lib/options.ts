// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// A command's arguments, read by its table of options. Node's parser splits them; the mistakes are told here, since
// its own sentences repeat values, and a value can be a secret.

import { parseArgs } from "node:util";
import { SECRET_WAYS } from "./secret.ts";
import { nearest, UsageError } from "./usage.ts";

/**
 * @typedef {object} Option
 * @property {string} help
 * @property {string} [value] what its value is called; a switch has none
 * @property {string} [otherwise] the value taken where none follows
 * @property {boolean} [multiple]
 * @property {(text: string) => unknown} [read] the value, or a UsageError that says what it must be
 *
 * @typedef {object} Command
 * @property {string} summary
 * @property {string} usage
 * @property {string} [positional] what its one argument is called
 * @property {string} about
 * @property {Record<string, Option>} options
 * @property {[command: string, explanation: string][]} examples
 * @property {string} exit what the exit codes mean here
 * @property {(given: Given) => Promise<number>} run gives the exit code
 *
 * @typedef {{ values: Record<string, any>, positional: string | undefined }} Given
 */

/** @type {Record<string, Option>} */
export const COMMON = { help: { help: "Shows this help." } };

/**
 * @param {string} name
 * @param {Command} command
 * @param {string[]} args
 * @returns {Given}
 */
export function parsed(name, command, args) {
  const options = { ...command.options, ...COMMON };
  const { tokens } = parseArgs({
    args: filled(args, options),
    options: Object.fromEntries(
      Object.entries(options).map(([key, { value }]) => [
        key,
        /** @type {const} */ ({ type: value ? "string" : "boolean" }),
      ]),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  /** @type {Record<string, any>} */
  const values = {};
  /** @type {string[]} */
  const positionals = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind === "option") take(values, name, options, token);
  }
  const most = command.positional ? 1 : 0;
  if (!values.help && positionals.length > most) {
    throw new UsageError(
      `${name} takes ${most ? `one ${command.positional}` : "no argument but its options"}, and was given ${positionals.length} arguments. ` +
        'A value with spaces needs quotes: --header "HMAC-SHA256 Signature=..."',
    );
  }
  return { values, positional: positionals[0] };
}

/**
 * @param {Record<string, any>} values
 * @param {string} command
 * @param {Record<string, Option>} options
 * @param {{ name: string, rawName: string, value?: string | undefined, inlineValue?: boolean | undefined }} token
 */
function take(values, command, options, { name, rawName, value, inlineValue }) {
  const option = rawName.startsWith("--") && Object.hasOwn(options, name) ? options[name] : undefined;
  if (!option) throw unknown(command, options, name, rawName);
  if (!option.value) {
    if (value !== undefined) throw new UsageError(`${rawName} is a switch and takes no value.`);
    values[name] = true;
    return;
  }
  if (value === undefined || (!inlineValue && value.length > 1 && value.startsWith("-"))) {
    throw new UsageError(
      `${rawName} needs a value: ${rawName} ${option.value}. One that begins with a dash: ${rawName}=-...`,
    );
  }
  if (!option.multiple && Object.hasOwn(values, name)) throw new UsageError(`${rawName} was given twice.`);
  const read = option.read ? readValue(rawName, option.read, value) : value;
  values[name] = option.multiple ? [...(values[name] ?? []), read] : read;
}

/**
 * @param {string} rawName
 * @param {(text: string) => unknown} read
 * @param {string} value
 */
function readValue(rawName, read, value) {
  try {
    return read(value);
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${rawName} ${error.message}`) : error;
  }
}

/**
 * @param {string} command
 * @param {Record<string, Option>} options
 * @param {string} name
 * @param {string} rawName
 */
function unknown(command, options, name, rawName) {
  if (name === "secret") {
    return new UsageError(
      "There is no --secret: what stands on a command line is kept in the shell's history and shown in the list of " +
        `processes. ${SECRET_WAYS}`,
    );
  }
  const near = rawName.startsWith("--") ? nearest(name, Object.keys(options)) : undefined;
  return new UsageError(
    `${command} has no option ${rawName}. ${
      near
        ? `Did you mean --${near}?`
        : `Options have two dashes: ${Object.keys(options)
            .map((key) => `--${key}`)
            .join(", ")}.`
    }`,
  );
}

/**
 * Gives an option whose value can be left out the one it then has, and -h its name.
 *
 * @param {string[]} args
 * @param {Record<string, Option>} options
 */
function filled(args, options) {
  const end = args.indexOf("--");
  return args.map((arg, at) => {
    if (end >= 0 && at >= end) return arg;
    if (arg === "-h") return "--help";
    const otherwise = arg.startsWith("--") ? options[arg.slice(2)]?.otherwise : undefined;
    return otherwise !== undefined && !/^\d+$/.test(args[at + 1] ?? "") ? `${arg}=${otherwise}` : arg;
  });
}

/**
 * Reads an integer.
 *
 * @param {number} least
 * @param {number} most
 */
export function integer(least, most) {
  return (/** @type {string} */ text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    throw new UsageError(`must be an integer from ${least} to ${most}.`);
  };
}

/**
 * Reads a number, which may have decimals.
 *
 * @param {number} least
 * @param {number} most
 */
export function decimal(least, most) {
  return (/** @type {string} */ text) => {
    const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    throw new UsageError(`must be a number from ${least} to ${most}.`);
  };
}

/**
 * Reads one of some words.
 *
 * @param {readonly string[]} words
 */
export function choice(words) {
  return (/** @type {string} */ text) => {
    if (words.includes(text)) return text;
    const near = nearest(text, words);
    throw new UsageError(`must be one of ${words.join(", ")}.${near ? ` Did you mean ${near}?` : ""}`);
  };
}
