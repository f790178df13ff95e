// The command `checkout-signature`: finds out which of its commands is meant, and ends with an exit code for scripts.

import { createRequire } from "node:module";
import { explain } from "./commands/explain.ts";
import { listen } from "./commands/listen.ts";
import { sandbox } from "./commands/sandbox.ts";
import { send } from "./commands/send.ts";
import { sign } from "./commands/sign.ts";
import { verify } from "./commands/verify.ts";
import { describeAll, describeCommand } from "./lib/help.ts";
import { describeFileError } from "./lib/input.ts";
import { type Command, parseArguments } from "./lib/options.ts";
import { err, note, print } from "./lib/output.ts";
import { escapeLines, text } from "./lib/printable.ts";
import { EXIT, findNearest, UsageError } from "./lib/usage.ts";

const COMMANDS: Readonly<Record<string, Command>> = { verify, explain, sign, send, listen, sandbox };

async function dispatch(name: string | undefined, args: readonly string[]): Promise<number> {
  if (name === undefined) {
    note(describeAll(COMMANDS));
    return EXIT.usage;
  }
  if (name === "--version") {
    print(text`${createRequire(import.meta.url)("checkout-signature/package.json").version}`);
    return EXIT.done;
  }
  if (name === "--help" || name === "-h" || name === "help") {
    const topic = args.find((arg) => !arg.startsWith("-"));
    print(topic === undefined ? describeAll(COMMANDS) : describeCommand(findCommand(topic)));
    return EXIT.done;
  }
  const command = findCommand(name);
  const given = parseArguments(name, command, args);
  if (given.values.help) {
    print(describeCommand(command));
    return EXIT.done;
  }
  return command.run(given);
}

function findCommand(name: string): Command {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command) return command;
  if (name.startsWith("-")) {
    throw new UsageError("The command comes first: checkout-signature COMMAND [options].");
  }
  const near = findNearest(name, [...Object.keys(COMMANDS), "help"]);
  const hint = near ? `Did you mean ${near}?` : `There are ${Object.keys(COMMANDS).join(", ")}.`;
  throw new UsageError(`There is no command "${name}". ${hint}`);
}

/**
 * Prints an error, and returns its exit code. A caller's mistake that the package found is one of usage; anything else
 * is a defect, and must look neither like a verdict nor like success.
 */
function fail(error: unknown): number {
  const { code, message, stack } = Object(error);
  const isCallers =
    error instanceof TypeError && ["empty-secret", "padded-secret", "invalid-option"].includes(code);
  const prefix = err.bad("checkout-signature:");
  if (error instanceof UsageError || isCallers) note(text`${prefix} ${message}`);
  else note(text`${prefix} unexpected: ${escapeLines(String(stack ?? error))}`);
  return EXIT.usage;
}

for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    // The reader has gone (`| head`), so there is nobody left to tell.
    if (error.code === "EPIPE") return;
    process.exit(fail(new UsageError(`The output cannot be written: ${describeFileError(error)}`)));
  });
}

// Node would end with 1, which says "refused".
process.on("uncaughtException", (error) => process.exit(fail(error)));

const [name, ...args] = process.argv.slice(2);
process.exitCode = await dispatch(name, args).catch(fail);
// Nothing may keep the process alive: a terminal that was read, a connection kept open. Pipes are emptied first, and a
// write that has failed is reported.
process.stdout.write("", () => process.stderr.write("", () => setImmediate(() => process.exit())));
