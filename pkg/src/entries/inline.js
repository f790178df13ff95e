// Node, Deno, Bun, browsers and bundlers: the module travels inside this file and is compiled on first use.

import base64 from "#module";
import { provide } from "../core.js";

provide(() => new WebAssembly.Module(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))));

export * from "../index.js";
