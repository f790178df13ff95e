// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// The command `checkout-signature`: which of its commands is meant, and what its end means for scripts.

import { createRequire } from "node:module";
import { explain } from "./commands/explain.ts";
import { listen } from "./commands/listen.ts";
import { sandbox } from "./commands/sandbox.ts";
import { send } from "./commands/send.ts";
import { sign } from "./commands/sign.ts";
import { verify } from "./commands/verify.ts";
import { manual, overview } from "./lib/help.ts";
import { reason } from "./lib/input.ts";
import { parsed } from "./lib/options.ts";
import { err, note, print } from "./lib/output.ts";
import { EXIT, nearest, UsageError } from "./lib/usage.ts";

/** @type {Record<string, import("./lib/options.ts").Command>} */
const COMMANDS = { verify, explain, sign, send, listen, sandbox };

/**
 * @param {string | undefined} name
 * @param {string[]} args
 * @returns {Promise<number>}
 */
async function dispatch(name, args) {
  if (name === undefined) {
    note(overview(COMMANDS));
    return EXIT.usage;
  }
  if (name === "--version") {
    print(createRequire(import.meta.url)("checkout-signature/package.json").version);
    return EXIT.done;
  }
  if (name === "--help" || name === "-h" || name === "help") {
    const asked = args.find((arg) => !arg.startsWith("-"));
    print(asked === undefined ? overview(COMMANDS) : manual(commandOf(asked)));
    return EXIT.done;
  }
  const command = commandOf(name);
  const given = parsed(name, command, args);
  if (given.values.help) {
    print(manual(command));
    return EXIT.done;
  }
  return command.run(given);
}

/** @param {string} name */
function commandOf(name) {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command) return command;
  if (name.startsWith("-"))
    throw new UsageError("The command comes first: checkout-signature COMMAND [options].");
  const near = nearest(name, [...Object.keys(COMMANDS), "help"]);
  throw new UsageError(
    `There is no command "${name}". ${near ? `Did you mean ${near}?` : `There are ${Object.keys(COMMANDS).join(", ")}.`}`,
  );
}

/**
 * Tells a mistake. A caller's mistake that the package found is one of usage too; anything else is a defect, and must
 * look neither like a verdict nor like success.
 *
 * @param {unknown} error
 */
function fail(error) {
  const { code, message } = /** @type {any} */ (error ?? {});
  const isCallers =
    error instanceof TypeError && ["empty-secret", "padded-secret", "invalid-option"].includes(code);
  if (error instanceof UsageError || isCallers) note(`${err.bad("checkout-signature:")} ${message}`);
  else note(`${err.bad("checkout-signature:")} unexpected: ${/** @type {any} */ (error)?.stack ?? error}`);
  return EXIT.usage;
}

for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error) => {
    // The reader has gone (`| head`): nobody is left to tell.
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EPIPE") return;
    process.exit(fail(new UsageError(`The output cannot be written: ${reason(error)}`)));
  });
}

// Node would end with 1, which says "refused".
process.on("uncaughtException", (error) => process.exit(fail(error)));

const [name, ...args] = process.argv.slice(2);
process.exitCode = await dispatch(name, args).catch(fail);
// Nothing may keep the process: a terminal that was read, a connection kept open. Pipes are emptied first, and a write
// that has failed is told.
process.stdout.write("", () => process.stderr.write("", () => setImmediate(() => process.exit())));
