// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// Node, Deno, Bun, browsers and bundlers: the module travels inside this file and is compiled on first use.

import base64 from "#module";
import { provide } from "../core.ts";

provide(() => {
  try {
    return new WebAssembly.Module(decoded());
  } catch (cause) {
    throw new Error(
      "checkout-signature cannot compile its WebAssembly module here. A page with a Content-Security-Policy needs " +
        "script-src 'wasm-unsafe-eval'; Workers and Vercel's edge need a bundler that honours the package's conditions " +
        "workerd and edge-light; node --jitless has no WebAssembly, and very old engines have none with SIMD.",
      { cause },
    );
  }
});

/** The module's bytes. Decoding is most of the wait for the first verdict, and the built-in is the fastest way. */
function decoded() {
  const { fromBase64 } = /** @type {{ fromBase64?: (text: string) => Uint8Array<ArrayBuffer> }} */ (
    Uint8Array
  );
  if (fromBase64) return fromBase64.call(Uint8Array, base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

export * from "../index.ts";
