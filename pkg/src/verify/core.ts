// The one instance of the WebAssembly module: compiled on first use, replaced after a trap.

import { body_buffer, errors, header_buffer, initSync, __wbg_reset_state as resetGlue } from "#glue";
import { callerError } from "../shared/caller-error.ts";
import { type VerificationErrorCode, verificationError } from "./errors.ts";
import { decode, encodeInto } from "./utf8.ts";

/** Fits any honest callback. Longer bodies come in chunks of this size. */
export const CHUNK_BYTES = 16 * 1024;
/** Fits any honest header. */
const HEADER_BYTES = 1024;

type View = Uint8Array<ArrayBuffer>;

const NO_VIEW: View = new Uint8Array(0);

let compileModule: () => WebAssembly.Module;
let memory: WebAssembly.Memory | undefined;
let errorTable: [code: string, message: string][] | undefined;

let headerView = NO_VIEW;
let bodyView = NO_VIEW;
/** The size of the body's buffer. The view's length is 0 while it is detached. */
let bodySize = 0;
/** The part of the body's view that was read last. */
let textView = NO_VIEW;

/** Whether the glue still holds an instance that was discarded. */
let isGlueStale = false;

/** How often the instance was replaced. What was made in an earlier one is gone. */
export let generation = 0;

/** Says how to get the compiled module. Each entry of the package calls this once. */
export function provideModule(compile: () => WebAssembly.Module): void {
  compileModule = compile;
}

/** The body's buffer, with room for `bytes` at least. Valid until the next call into the module. */
export function bodyBuffer(bytes = CHUNK_BYTES): View {
  // Growing wasm memory detaches old views (length 0), so this one test covers "too small" and "detached". The buffer
  // behind a detached view keeps its size and contents.
  if (bodyView.length < bytes) resizeBodyBuffer(Math.max(bytes, bodySize));
  return bodyView;
}

/** Gives a large body buffer back to the module's allocator. */
export function shrinkBodyBuffer(): void {
  if (bodySize > CHUNK_BYTES) resizeBodyBuffer(CHUNK_BYTES);
}

function resizeBodyBuffer(bytes: number): void {
  bodyView = viewBuffer(body_buffer, bytes);
  bodySize = bytes;
}

/** Writes a header into its buffer; gives its length in bytes. */
export function writeHeader(value: string): number {
  // A UTF-16 unit takes three bytes of UTF-8 at most.
  const maxBytes = value.length * 3;
  if (headerView.length < maxBytes || headerView.length === 0) {
    headerView = viewBuffer(header_buffer, Math.max(maxBytes, HEADER_BYTES));
  }
  return encodeInto(value, headerView).written;
}

/** Reads text from the beginning of the body's buffer; `length` is in bytes. */
export function readText(length: number): string {
  if (length === 0) return "";
  const view = bodyBuffer();
  // Ids have the same lengths again and again, and a new view costs as much as decoding it.
  if (textView.length !== length || textView.byteOffset !== view.byteOffset) {
    textView = view.subarray(0, length);
  }
  return decode(textView);
}

/** What an error would say of a refused callback, without the stack that an error needs. */
export interface Refusal {
  readonly code: VerificationErrorCode;
  readonly message: string;
}

/** The code and the message for a verdict of the module that is not a success. */
export function describeVerdict(verdict: number): { code: string; message: string } {
  errorTable ??= errors() as [code: string, message: string][];
  const [code, message] = errorTable[verdict - 1] ?? [];
  if (code === undefined || message === undefined) throw new Error(`The module gave the verdict ${verdict}.`);
  return { code, message };
}

/** The error for a verdict of the module that is not a success. */
export function verdictError(verdict: number): Error {
  const { code, message } = describeVerdict(verdict);
  return code === "empty-secret" || code === "invalid-option"
    ? callerError(code, message)
    : verificationError(code as VerificationErrorCode, message);
}

/**
 * Discards the instance after a trap: the stack or the memory ran out, or there is a defect, and its memory can be in any
 * state. The next call makes a new one, since there may be no stack left for it here.
 */
export function discardInstance(): void {
  if (!memory) return;
  memory = undefined;
  headerView = bodyView = textView = NO_VIEW;
  bodySize = 0;
  isGlueStale = true;
  generation += 1;
}

function viewBuffer(resize: (bytes: number) => number, bytes: number): View {
  memory ??= instantiate();
  const address = resize(bytes);
  return new Uint8Array(memory.buffer as ArrayBuffer, address, bytes);
}

function instantiate(): WebAssembly.Memory {
  if (isGlueStale) {
    resetGlue();
    isGlueStale = false;
  }
  // A getter: the glue reads `module` only where it has no instance yet.
  return initSync({
    get module() {
      return compileModule();
    },
  }).memory;
}
