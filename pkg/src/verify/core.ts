// The one instance of the WebAssembly module: compiled on first use, replaced after a trap.

import { initSync, __wbg_reset_state as resetGlue, SharedBuffer } from "#glue";
import { type VerificationErrorCode, verificationError } from "./errors.ts";
import { VERIFICATION_ERRORS } from "./generated/core-table.ts";
import { decode } from "./utf8.ts";

/** Fits any honest callback, header and body. Longer bodies come in chunks of this size. */
export const CHUNK_BYTES = 16 * 1024;
/** How many numbers the module leaves with an event. */
const RESULTS = 6;

type View = Uint8Array<ArrayBuffer>;

const NO_VIEW: View = new Uint8Array(0);
const NO_RESULTS = new Float64Array(0);

let compileModule: () => WebAssembly.Module;
let memory: WebAssembly.Memory | undefined;
let sharedBuffer: SharedBuffer | undefined;

let view = NO_VIEW;
let results = NO_RESULTS;
/** The size of the buffer. The view's length is 0 while it is detached. */
let size = 0;
/** The part of the view that was read last. */
let textView = NO_VIEW;

/** How often the instance was replaced. What was made in an earlier one is gone. */
export let generation = 0;

/** Says how to get the compiled module. Each entry of the package calls this once. */
export function provideModule(compile: () => WebAssembly.Module): void {
  compileModule = compile;
}

/** The module's buffer, described without the glue's own type: that is not published. */
export interface ModuleBuffer {
  resize(bytes: number): number;
  results(): number;
  free(): void;
  [Symbol.dispose](): void;
}

/** The buffer as the module's functions take it. */
export function moduleBuffer(): ModuleBuffer {
  sharedBuffer ??= instantiate();
  return sharedBuffer;
}

/** The bytes of the buffer, `bytes` at least. Valid until the next call into the module. */
export function viewBuffer(bytes = CHUNK_BYTES): View {
  // Growing wasm memory detaches old views (length 0), so this one test covers "too small" and "detached". The buffer
  // behind a detached view keeps its size and contents.
  if (view.length < bytes) resizeBuffer(Math.max(bytes, size));
  return view;
}

/** Gives a large buffer back to the module's allocator. */
export function shrinkBuffer(): void {
  if (size > CHUNK_BYTES) resizeBuffer(CHUNK_BYTES);
}

function resizeBuffer(bytes: number): void {
  const address = moduleBuffer().resize(bytes);
  view = new Uint8Array((memory as WebAssembly.Memory).buffer as ArrayBuffer, address, bytes);
  results = NO_RESULTS;
  size = bytes;
}

/** Reads one of the numbers that the module left. */
export function readResult(index: number): number {
  if (results.length === 0) {
    const address = moduleBuffer().results();
    results = new Float64Array((memory as WebAssembly.Memory).buffer as ArrayBuffer, address, RESULTS);
  }
  return results[index] as number;
}

/** Reads text from the buffer; both places are in bytes. */
export function readText(start: number, end: number): string {
  if (start === end) return "";
  const offset = viewBuffer().byteOffset + start;
  // Callbacks have the same lengths again and again, and a new view costs as much as decoding it.
  if (textView.byteOffset !== offset || textView.length !== end - start) textView = view.subarray(start, end);
  return decode(textView);
}

/** Reads text from the beginning of the buffer, and overwrites it there. */
export function takeText(length: number): string {
  const text = readText(0, length);
  viewBuffer().fill(0, 0, length);
  return text;
}

/** What an error would say of a refused callback, without the stack that an error needs. */
export interface Refusal {
  readonly code: VerificationErrorCode;
  readonly message: string;
}

/** The code and the message for a verdict of the module that is not a success. */
export function describeVerdict(verdict: number): Refusal {
  const row = VERIFICATION_ERRORS[verdict - 1];
  if (row === undefined) throw new Error(`The module gave the verdict ${verdict}.`);
  const [code, message] = row;
  return { code, message };
}

/** The error for a verdict of the module that is not a success. */
export function verdictError(verdict: number): Error {
  const { code, message } = describeVerdict(verdict);
  return verificationError(code, message);
}

/**
 * Discards the instance after a trap: the stack or the memory ran out, or there is a defect, and its memory can be in any
 * state. The next call makes a new one, since there may be no stack left for it here.
 */
export function discardInstance(): void {
  if (!memory) return;
  memory = undefined;
  sharedBuffer = undefined;
  view = textView = NO_VIEW;
  results = NO_RESULTS;
  size = 0;
  generation += 1;
}

function instantiate(): SharedBuffer {
  // The glue still holds the instance that was discarded.
  if (generation > 0) resetGlue();
  // A getter: the glue reads `module` only where it has no instance yet.
  memory = initSync({
    get module() {
      return compileModule();
    },
  }).memory;
  return new SharedBuffer();
}
