// A command's arguments, read by its table of options. Node's parser splits them; the errors are written here, since
// Node's own repeat values, and a value can be a secret.

import { parseArgs } from "node:util";
import { SECRET_WAYS } from "./secret.ts";
import { findNearest, UsageError } from "./usage.ts";

export interface Option {
  readonly help: string;
  /** What its value is called; a switch has none. */
  readonly value?: string;
  /** The value taken where none follows. */
  readonly otherwise?: string;
  readonly multiple?: boolean;
  /** Reads the value; a UsageError says what it must be. */
  readonly read?: (text: string) => unknown;
}

export type Options = Readonly<Record<string, Option>>;

/** The type of an option's value. */
type ValueOf<O extends Option> = O extends { readonly value: string }
  ? O extends { readonly multiple: true }
    ? ReadType<O>[]
    : ReadType<O>
  : boolean;
type ReadType<O extends Option> = O extends { readonly read: (text: string) => infer Value } ? Value : string;

/** The options that were given, by name. */
export type Values<O extends Options> = { readonly [name in keyof O]?: ValueOf<O[name]> | undefined };

/** The arguments of a command. */
export interface Arguments<O extends Options> {
  readonly values: Values<O>;
  readonly positional: string | undefined;
}

export interface Command<O extends Options = Options> {
  readonly summary: string;
  readonly usage: string;
  /** What its one argument is called. */
  readonly positional?: string;
  readonly about: string;
  readonly options: O;
  readonly examples: readonly (readonly [command: string, explanation: string])[];
  /** What the exit codes mean here. */
  readonly exit: string;
  /** Resolves with the exit code. */
  run(given: Arguments<O>): Promise<number>;
}

/** Declares a command: the types of its values follow from its table of options. */
export function defineCommand<const O extends Options>(command: Command<O>): Command {
  return command as Command<Options>;
}

export const COMMON_OPTIONS: Options = { help: { help: "Shows this help." } };

export function parseArguments(name: string, command: Command, args: readonly string[]): Arguments<Options> {
  const options = { ...command.options, ...COMMON_OPTIONS };
  const { tokens } = parseArgs({
    args: insertDefaults(args, options),
    options: Object.fromEntries(
      Object.entries(options).map(([key, { value }]) => [
        key,
        { type: value ? ("string" as const) : ("boolean" as const) },
      ]),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const values: Record<string, unknown> = {};
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind === "option") takeOption(values, name, options, token);
  }
  const most = command.positional ? 1 : 0;
  if (!values.help && positionals.length > most) {
    throw new UsageError(
      `${name} takes ${most ? `one ${command.positional}` : "only options"}, but was given ${positionals.length} ` +
        `${positionals.length === 1 ? "argument" : "arguments"}. ` +
        'A value with spaces needs quotes: --header "HMAC-SHA256 Signature=..."',
    );
  }
  return { values: values as Values<Options>, positional: positionals[0] };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function takeOption(
  values: Record<string, unknown>,
  command: string,
  options: Options,
  { name, rawName, value, inlineValue }: OptionToken,
): void {
  const option = rawName.startsWith("--") && Object.hasOwn(options, name) ? options[name] : undefined;
  if (!option) throw refuseUnknown(command, options, name, rawName);
  if (!option.value) {
    if (value !== undefined) throw new UsageError(`${rawName} is a switch and takes no value.`);
    values[name] = true;
    return;
  }
  if (value === undefined || (!inlineValue && value.length > 1 && value.startsWith("-"))) {
    throw new UsageError(
      `${rawName} needs a value: ${rawName} ${option.value}. If the value begins with a dash: ${rawName}=-...`,
    );
  }
  if (!option.multiple && Object.hasOwn(values, name)) throw new UsageError(`${rawName} was given twice.`);
  const read = option.read ? readValue(rawName, option.read, value) : value;
  values[name] = option.multiple ? [...((values[name] as unknown[]) ?? []), read] : read;
}

function readValue(rawName: string, read: (text: string) => unknown, value: string): unknown {
  try {
    return read(value);
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${rawName} ${error.message}`) : error;
  }
}

function refuseUnknown(command: string, options: Options, name: string, rawName: string): UsageError {
  if (name === "secret") {
    return new UsageError(
      "There is no --secret: a command line is kept in the shell's history and shown in the list of " +
        `processes. ${SECRET_WAYS}`,
    );
  }
  const near = rawName.startsWith("--") ? findNearest(name, Object.keys(options)) : undefined;
  const known = Object.keys(options).map((key) => `--${key}`);
  return new UsageError(
    `${command} has no option ${rawName}. ${near ? `Did you mean --${near}?` : `Options have two dashes: ${known.join(", ")}.`}`,
  );
}

/** Inserts the value of an option that was given without one, and the long name of -h. */
function insertDefaults(args: readonly string[], options: Options): string[] {
  const end = args.indexOf("--");
  return args.map((arg, at) => {
    if (end >= 0 && at >= end) return arg;
    if (arg === "-h") return "--help";
    const name = arg.slice(2);
    const isOption = arg.startsWith("--") && Object.hasOwn(options, name);
    const otherwise = isOption ? options[name]?.otherwise : undefined;
    return otherwise !== undefined && !/^\d+$/.test(args[at + 1] ?? "") ? `${arg}=${otherwise}` : arg;
  });
}

/** Makes a reader of integers. */
export function readInteger(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new UsageError(`must be an integer from ${least} to ${most}.`);
  };
}

/** Makes a reader of numbers, which may have decimals. */
export function readDecimal(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new UsageError(`must be a number from ${least} to ${most}.`);
  };
}

/** Makes a reader of one of some words. */
export function readChoice<const Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const word = words.find((word) => word === text);
    if (word !== undefined) return word;
    const near = findNearest(text, words);
    throw new UsageError(`must be one of ${words.join(", ")}.${near ? ` Did you mean ${near}?` : ""}`);
  };
}
