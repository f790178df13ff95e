// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
import { closeSync, openSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { ReadStream } from "node:tty";
import { EXIT } from "./usage.ts";

/**
 * Asks on the terminal and shows nothing of the answer; undefined where there is no terminal.
 *
 * @param {string} question
 * @param {boolean} isStdinRead whether stdin is read for something else: then the terminal itself is asked
 * @returns {Promise<string | undefined>}
 */
export async function prompt(question, isStdinRead) {
  if (!isStdinRead && !process.stdin.isTTY) return undefined;
  const terminal = open();
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

/** The terminal that the process belongs to, whatever its streams are; Windows has no file for it. */
function open() {
  let output;
  try {
    output = openSync("/dev/tty", "w");
    const input = new ReadStream(openSync("/dev/tty", "r"));
    const descriptor = output;
    return { input, output, write: (/** @type {string} */ text) => void writeSync(descriptor, text) };
  } catch {
    if (output !== undefined) closeSync(output);
    return undefined;
  }
}

/**
 * @param {ReadStream} input
 * @param {(text: string) => unknown} write
 * @param {string} question
 * @returns {Promise<string | undefined>}
 */
function ask(input, write, question) {
  // Node's editor of lines knows the keys of every terminal; what it would show goes nowhere. It stops the terminal's
  // own echo, which has to be over when the question invites an answer.
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
