// Node, Deno, Bun, browsers and bundlers: the module travels inside this file and is compiled on first use.

import base64 from "#module";
import { provideModule } from "../core.ts";

provideModule(() => {
  try {
    return new WebAssembly.Module(decodeModule());
  } catch (cause) {
    throw new Error(
      "checkout-signature cannot compile its WebAssembly module here. A page with a Content-Security-Policy needs " +
        "script-src 'wasm-unsafe-eval'; Workers and Vercel's edge need a bundler that honours the package's conditions " +
        "workerd and edge-light; node --jitless has no WebAssembly, and very old engines have none with SIMD.",
      { cause },
    );
  }
});

/** Decodes the module. This is most of the wait for the first verdict, and the built-in is the fastest way. */
function decodeModule(): Uint8Array<ArrayBuffer> {
  // TypeScript's library does not have it yet.
  const { fromBase64 } = Uint8Array as { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };
  if (fromBase64) return fromBase64.call(Uint8Array, base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

export * from "../index.ts";
