// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// Cloudflare Workers and Vercel's edge, which refuse to compile bytes: they are handed a compiled module.

import { provide } from "../core.ts";
import module from "./checkout_signature.wasm?module";

provide(() => module);

export * from "../index.ts";
