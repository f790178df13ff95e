// Node, Deno, Bun, browsers and bundlers: the module travels inside this file and is compiled on first use.

import { provideModule } from "../core.ts";
import { decodeModule } from "./decode.ts";

export * from "../index.ts";

// After all code: a text in its midst compresses worse.
import { text } from "#module";

provideModule(() => {
  try {
    return new WebAssembly.Module(decodeModule(text));
  } catch (cause) {
    throw new Error(
      "checkout-signature cannot compile its WebAssembly module here. A page with a Content-Security-Policy needs " +
        "script-src 'wasm-unsafe-eval'; Workers and Vercel's edge need a bundler that honours the package's conditions " +
        "workerd and edge-light; node --jitless has no WebAssembly, and very old engines have none with SIMD.",
      { cause },
    );
  }
});
