// Cloudflare Workers and Vercel's edge, which refuse to compile bytes: they are handed a compiled module.

import module from "./checkout_signature.wasm?module";
import { provide } from "../core.js";

provide(() => module);

export * from "../index.js";
