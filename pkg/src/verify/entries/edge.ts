// Cloudflare Workers and Vercel's edge, which refuse to compile bytes: they are handed a compiled module.

import { provideModule } from "../core.ts";
import module from "./checkout_signature.wasm?module";

provideModule(() => module);

export * from "../index.ts";
