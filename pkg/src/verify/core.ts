// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// The one instance of the WebAssembly module: compiled on first use, replaced after a trap.

import { body_buffer, errors, header_buffer, initSync, __wbg_reset_state as resetGlue } from "#glue";
import { callerError } from "../shared/caller-error.ts";
import { VerificationError } from "./errors.ts";

/** Room for any honest callback, and the length of the pieces that larger bodies come in. */
export const PIECE = 16 * 1024;
/** Room for any honest header. */
const HEADER = 1024;

const NOTHING = /** @type {Uint8Array<ArrayBuffer>} */ (new Uint8Array(0));
const encoder = new TextEncoder();
// Without ignoreBOM an id that begins with U+FEFF would come out without it.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** @type {() => WebAssembly.Module} */
let load;
/** @type {WebAssembly.Memory | undefined} */
let memory;
/** @type {[code: string, message: string][] | undefined} */
let table;

let headerView = NOTHING;
let bodyView = NOTHING;
/** How long the body's buffer is, also while the view of it is lost. */
let bodySize = 0;
/** The beginning of the body's buffer, as long as the last text that was read from it. */
let textView = NOTHING;

/** Whether the glue still holds an instance that was given up. */
let isStale = false;

/** How often the instance was replaced: what was made in an earlier one is gone. */
export let generation = 0;

/**
 * Says where the module comes from; each entry of the package does this once.
 *
 * @param {() => WebAssembly.Module} loader
 */
export function provide(loader) {
  load = loader;
}

/** The body's buffer, of at least `bytes`, valid until the next call into the module. */
export function bodyBuffer(bytes = PIECE) {
  // A view from before the memory grew has no length any more, so one comparison finds both cases. In that
  // one the size stays the same, and so does what stands in the buffer.
  if (bodyView.length < bytes) resizeBody(Math.max(bytes, bodySize));
  return bodyView;
}

/** Gives a large buffer back. */
export function shrink() {
  if (bodySize > PIECE) resizeBody(PIECE);
}

/** @param {number} bytes */
function resizeBody(bytes) {
  bodyView = sized(body_buffer, bytes);
  bodySize = bytes;
}

/**
 * Puts a header into its buffer, and returns its length in bytes.
 *
 * @param {string} value
 */
export function writeHeader(value) {
  const most = value.length * 3;
  if (headerView.length < most || headerView.length === 0) {
    headerView = sized(header_buffer, Math.max(most, HEADER));
  }
  return encoder.encodeInto(value, headerView).written;
}

/**
 * Puts text into a view, as far as it fits.
 *
 * @param {string} text
 * @param {Uint8Array<ArrayBuffer>} into
 */
export function encode(text, into) {
  return encoder.encodeInto(text, into);
}

/**
 * Reads so many bytes of text from the beginning of the body's buffer.
 *
 * @param {number} bytes
 */
export function text(bytes) {
  if (bytes === 0) return "";
  const view = bodyBuffer();
  // Ids have the same lengths again and again; a fresh view costs as much as reading it.
  if (textView.length !== bytes || textView.byteOffset !== view.byteOffset)
    textView = view.subarray(0, bytes);
  return decoder.decode(textView);
}

/**
 * The error that stands for a verdict.
 *
 * @param {number} verdict
 */
export function refusal(verdict) {
  const { code, message } = describe(verdict);
  return code === "empty-secret" || code === "invalid-option"
    ? callerError(code, message)
    : new VerificationError(code, message);
}

/**
 * Code and message of a verdict.
 *
 * @param {number} verdict
 * @returns {{ code: string, message: string }}
 */
export function describe(verdict) {
  table ??= errors();
  const [code, message] = /** @type {[string, string]} */ (table[verdict - 1]);
  return { code, message };
}

/**
 * Gives up an instance that has trapped, since its memory can be in any state: the stack or the machine's
 * memory ran out, or there is a defect. The next call makes a new one; here there may be no stack for that.
 */
export function reset() {
  if (!memory) return;
  memory = undefined;
  headerView = bodyView = textView = NOTHING;
  bodySize = 0;
  isStale = true;
  generation += 1;
}

/**
 * @param {(bytes: number) => number} buffer
 * @param {number} bytes
 */
function sized(buffer, bytes) {
  memory ??= start();
  const address = buffer(bytes);
  return new Uint8Array(/** @type {ArrayBuffer} */ (memory.buffer), address, bytes);
}

/** @returns {WebAssembly.Memory} */
function start() {
  if (isStale) {
    resetGlue();
    isStale = false;
  }
  // The glue asks for the module only if it has no instance yet.
  return initSync({
    get module() {
      return load();
    },
  }).memory;
}
