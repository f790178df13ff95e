// The built-in getters know arrays of other realms, and are not deceived by a prototype. Made by calls that a bundler may
// drop, since not every entry needs them.
const typeName = /* @__PURE__ */ typedArrayName();
const bufferLength = /* @__PURE__ */ arrayBufferLength();

/**
 * Views the bytes of a Uint8Array or an ArrayBuffer of any realm, without a copy; undefined for anything else, and for a
 * view whose memory is gone.
 */
export function viewBytes(value: unknown): Uint8Array | undefined {
  if (typeName.call(value) === "Uint8Array") {
    const view = value as Uint8Array;
    return view.length > 0 || isReadable(view) ? view : undefined;
  }
  // What is thrown below takes longer than verifying.
  if (typeof value !== "object" || value === null) return undefined;
  try {
    bufferLength.call(value);
    return new Uint8Array(value as ArrayBuffer);
  } catch {
    return undefined;
  }
}

/** Whether a view still has its memory: a buffer can be transferred, or shrunk, and its views are then empty. */
function isReadable(view: Uint8Array): boolean {
  try {
    new Uint8Array(view);
    return true;
  } catch {
    return false;
  }
}

/** Copies chunks into one array, one after another. */
export function joinBytes(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}

function typedArrayName(): () => unknown {
  return getterOf(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag);
}

function arrayBufferLength(): () => unknown {
  return getterOf(ArrayBuffer.prototype, "byteLength");
}

function getterOf(prototype: object, name: PropertyKey): () => unknown {
  const getter = Object.getOwnPropertyDescriptor(prototype, name)?.get;
  // Every engine has had both getters since 2015.
  return getter as () => unknown;
}
