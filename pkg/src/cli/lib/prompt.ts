import { closeSync, openSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { ReadStream } from "node:tty";
import { EXIT } from "./usage.ts";

/**
 * Asks on the terminal and shows nothing of what is typed; `undefined` where there is no terminal.
 *
 * @param isStdinRead whether stdin is read for something else: then the terminal itself is asked
 */
export async function prompt(question: string, isStdinRead: boolean): Promise<string | undefined> {
  if (!isStdinRead && !process.stdin.isTTY) return undefined;
  const terminal = openTerminal();
  if (terminal) {
    try {
      return await ask(terminal.input, terminal.write, question);
    } finally {
      terminal.input.destroy();
      closeSync(terminal.output);
    }
  }
  if (isStdinRead || !process.stdin.isTTY) return undefined;
  return ask(process.stdin, (text) => process.stderr.write(text), question);
}

interface Terminal {
  readonly input: ReadStream;
  readonly output: number;
  readonly write: (text: string) => unknown;
}

/** Opens the terminal that the process belongs to, whatever its streams are; Windows has no file for it. */
function openTerminal(): Terminal | undefined {
  let output: number | undefined;
  try {
    const descriptor = openSync("/dev/tty", "w");
    output = descriptor;
    const input = new ReadStream(openSync("/dev/tty", "r"));
    return { input, output, write: (text) => writeSync(descriptor, text) };
  } catch {
    if (output !== undefined) closeSync(output);
    return undefined;
  }
}

function ask(
  input: NodeJS.ReadableStream,
  write: (text: string) => unknown,
  question: string,
): Promise<string | undefined> {
  // Node's line editor knows the keys of every terminal; what it would show goes nowhere. It turns the terminal's own
  // echo off, which must be done before the question appears.
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output, terminal: true, historySize: 0 });
  write(question);
  return new Promise((resolve) => {
    lines.once("line", (line) => {
      resolve(line);
      lines.close();
    });
    lines.once("SIGINT", () => {
      lines.close();
      process.exit(EXIT.interrupted);
    });
    lines.once("close", () => {
      write("\n");
      // After a line this changes nothing; without one it was Ctrl-D.
      resolve(undefined);
    });
  });
}
