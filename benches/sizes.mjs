// What a user downloads: the WebAssembly module and the tarball.
//
// usage: node sizes.mjs <module.wasm> <tarball>

import { readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";

const [module, tarball] = process.argv.slice(2).map((file) => readFileSync(file));
const row = (name, bytes) => console.log(`${name.padEnd(34)}${String(bytes).padStart(8)} bytes`);

row("WebAssembly module", module.length);
row("WebAssembly module, gzip -9", gzipSync(module, { level: 9 }).length);
row("WebAssembly module, brotli", brotliCompressSync(module).length);
row("npm tarball", tarball.length);
