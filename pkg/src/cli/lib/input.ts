// What a command reads: a body as bytes, never as text; a header as people paste it.

import { createReadStream } from "node:fs";
import { ChunkJoiner } from "../../shared/read-body.ts";
import { DEFAULT_MAX_BODY_BYTES } from "../../verify/generated/core-table.ts";
import { note } from "./output.ts";
import { text } from "./printable.ts";
import { UsageError } from "./usage.ts";

let isStdinTaken = false;

/**
 * Reads a file, or stdin for "-": at most one byte more than the limit, which shows that it is longer.
 *
 * Without a limit of the caller's own it is that of a body: no header or secret is longer.
 *
 * @param what to call it where it cannot be read: never its name alone, which can be a secret in the wrong place
 */
export async function readBytes(
  name: string,
  what: string,
  maxBytes = DEFAULT_MAX_BODY_BYTES,
): Promise<Uint8Array> {
  if (name === "-") takeStdin(what);
  let missingBytes = maxBytes + 1;
  const joiner = new ChunkJoiner(missingBytes);
  try {
    for await (const chunk of name === "-" ? process.stdin : createReadStream(name)) {
      joiner.add(chunk.subarray(0, missingBytes));
      missingBytes -= Math.min(chunk.length, missingBytes);
      if (missingBytes === 0) break;
    }
  } catch (error) {
    throw new UsageError(`Cannot read ${what}: ${describeFileError(error)}`);
  }
  return joiner.join();
}

/** Reads as `readBytes` does, and refuses what is longer than the limit: its beginning alone would be something else. */
export async function readWhole(
  name: string,
  what: string,
  maxBytes = DEFAULT_MAX_BODY_BYTES,
): Promise<Uint8Array> {
  const bytes = await readBytes(name, what, maxBytes);
  if (bytes.length > maxBytes) {
    throw new UsageError(`Cannot read ${what}: it is longer than ${maxBytes} bytes.`);
  }
  return bytes;
}

function takeStdin(what: string): void {
  if (isStdinTaken) {
    throw new UsageError(
      "Standard input can be read once: give all but one of body, header and secret in files.",
    );
  }
  isStdinTaken = true;
  if (!process.stdin.isTTY) return;
  const end = process.platform === "win32" ? "Ctrl-Z and Enter end" : "Ctrl-D ends";
  note(text`Reading ${what} from the terminal; ${end} it.`);
}

/** Reads the body that a command is given as its argument: a file, or stdin. */
export function readBody(positional = "-", maxBytes?: number): Promise<Uint8Array> {
  return readBytes(positional, describeBodySource(positional), maxBytes);
}

/** Reads the body as a whole, for those that sign it. */
export function readWholeBody(positional = "-", maxBytes?: number): Promise<Uint8Array> {
  return readWhole(positional, describeBodySource(positional), maxBytes);
}

function describeBodySource(positional: string): string {
  return positional === "-" ? "the body" : `the body from ${positional}`;
}

/** Whether body or header come from stdin, so that it cannot give the secret. */
export function readsStdin(
  positional = "-",
  { "header-file": headerFile }: { readonly "header-file"?: string | undefined } = {},
): boolean {
  return positional === "-" || headerFile === "-";
}

interface HeaderValues {
  readonly header?: string | undefined;
  readonly "header-file"?: string | undefined;
}

/** Reads the header that a command is given: its value, or what people paste: the line with its name, or all lines. */
export async function readHeader({
  header,
  "header-file": file,
}: HeaderValues): Promise<string | { authorization: string[] }> {
  if (header !== undefined && file !== undefined) {
    throw new UsageError("Give the header by --header or by --header-file, not by both.");
  }
  if (header !== undefined) return parseHeader(header);
  if (file !== undefined) {
    const bytes = await readBytes(file, `the header from ${file}`);
    return parseHeader(new TextDecoder().decode(bytes));
  }
  throw new UsageError(
    'Give the Authorization header of the callback: --header "HMAC-SHA256 Signature=...", or --header-file FILE.',
  );
}

const NAME = /^\s*authorization\s*:\s*/i;

function parseHeader(pasted: string): string | { authorization: string[] } {
  const lines = pasted.split(/\r?\n/);
  const named = lines.filter((line) => NAME.test(line));
  if (named.length > 0) return { authorization: named.map((line) => line.replace(NAME, "")) };
  // Not by a regular expression at the end: its time would grow with the square of the line breaks.
  while (lines.length > 1 && lines.at(-1) === "") lines.pop();
  return lines.join("\n");
}

/** Says in words why a file cannot be read or written. */
export function describeFileError(error: unknown): string {
  const { code } = Object(error);
  switch (code) {
    case "ENOENT":
      return "there is no such file.";
    case "EISDIR":
      return "it is a folder.";
    case "EACCES":
      return "you are not allowed to.";
    case "ENOSPC":
      return "the disk is full.";
    default:
      return `${code ?? "the file system gave an error"}.`;
  }
}
