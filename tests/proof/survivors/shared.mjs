// Of what all subpaths share.

import { GETTER_THROWS, JOIN_BYTES, NO_RETURN, READABLE } from "./reasons.mjs";

/** @type {import("./index.mjs").Survivor[]} */
export const SHARED = [
  {
    source: "pkg/src/shared/bytes.ts",
    line: "return view.length > 0 || isReadable(view) ? view : undefined;",
    code: "view.length > 0",
    becomes: "false",
    reason: READABLE,
  },
  {
    source: "pkg/src/shared/bytes.ts",
    line: 'if (typeof value !== "object" || value === null) return undefined;',
    code: 'typeof value !== "object" || value === null',
    becomes: "false",
    reason: GETTER_THROWS,
  },
  {
    source: "pkg/src/shared/bytes.ts",
    line: 'if (typeof value !== "object" || value === null) return undefined;',
    code: 'typeof value !== "object" || value === null',
    becomes: 'typeof value !== "object" && value === null',
    reason: GETTER_THROWS,
  },
  {
    source: "pkg/src/shared/bytes.ts",
    line: 'if (typeof value !== "object" || value === null) return undefined;',
    code: 'typeof value !== "object"',
    becomes: "false",
    reason: GETTER_THROWS,
  },
  {
    source: "pkg/src/shared/bytes.ts",
    line: 'if (typeof value !== "object" || value === null) return undefined;',
    code: "value === null",
    becomes: "false",
    reason: GETTER_THROWS,
  },
  {
    source: "pkg/src/shared/bytes.ts",
    line: "} catch {",
    code: "{ return undefined; }",
    becomes: "{}",
    reason: NO_RETURN,
  },
  {
    source: "pkg/src/shared/bytes.ts",
    line: "} catch {",
    code: "{ return false; }",
    becomes: "{}",
    reason: "undefined is not true either.",
  },
  {
    source: "pkg/src/shared/bytes.ts",
    line: "export function joinBytes(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {",
    code: "{ const joined = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0)); let off",
    becomes: "{}",
    reason: JOIN_BYTES,
  },
  {
    source: "pkg/src/shared/bytes.ts",
    line: "const joined = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));",
    code: "(length, chunk) => length + chunk.length",
    becomes: "() => undefined",
    reason: JOIN_BYTES,
  },
  {
    source: "pkg/src/shared/bytes.ts",
    line: "const joined = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));",
    code: "length + chunk.length",
    becomes: "length - chunk.length",
    reason: JOIN_BYTES,
  },
  {
    source: "pkg/src/shared/bytes.ts",
    line: "for (const chunk of chunks) {",
    code: "{ joined.set(chunk, offset); offset += chunk.length; }",
    becomes: "{}",
    reason: JOIN_BYTES,
  },
  {
    source: "pkg/src/shared/bytes.ts",
    line: "joined.set(chunk, offset);",
    code: "joined.set(chunk, offset);",
    becomes: ";",
    reason: JOIN_BYTES,
  },
  {
    source: "pkg/src/shared/bytes.ts",
    line: "offset += chunk.length;",
    code: "offset += chunk.length",
    becomes: "offset -= chunk.length",
    reason: JOIN_BYTES,
  },
  {
    source: "pkg/src/shared/bytes.ts",
    line: "const getter = Object.getOwnPropertyDescriptor(prototype, name)?.get;",
    code: "Object.getOwnPropertyDescriptor(prototype, name)?.get",
    becomes: "Object.getOwnPropertyDescriptor(prototype, name).get",
    reason: "Every engine has both getters; the compiler does not know that.",
  },
];
