// Mutants of the package's verify and handler that no test notices, and why that is right. mutants.mjs holds this list to what
// it sees: a mutant that lives and is not in it fails, and so does one in it that is killed after all.

/** @typedef {{ source: string, line: string, code: string, becomes: string, reason: string }} Survivor */

const NUMBERS_ONLY =
  "Number.isInteger and isSafeInteger are false for anything but a number; the compiler does not know that.";

const ONE_TIMER =
  "Each body then has a timer of its own, with the same limit: it costs time, and changes no response.";
const NAME_IS_COMPARED = "The whole name is compared next; the length spares most headers that.";
const NULL_THROWS = "Asking null for a member throws, and what throws is not recognized either.";

const UNDEFINED_IS_DEFAULT =
  "undefined is the default as well; the types tell such a member from one that is not there.";

const MORE_TIMERS = "There is a timer for each body then: each ends those whose time is over, and no other.";

const NOTHING_THROWS =
  "Nothing has no length, so adding it throws as well, and either is the end of the body.";

const READABLE =
  "A view that has bytes can be read: the look at its memory is only for empty ones, and has the same outcome.";
const GETTER_THROWS = "A shortcut: the getter throws for anything but an ArrayBuffer, and that is caught.";
const NO_RETURN = "A function that ends gives undefined too.";
const JOIN_BYTES = "explain and the sandbox join chunks, in bundles of their own, which their suites test.";
const EITHER_WAY =
  "A body is verified whole or in chunks with the same verdict; this only chooses the faster way.";

const STAYS_LARGE =
  "The buffer stays as large as the longest body so far; the module's memory shrinks neither way.";

const TWICE = "The body is verified in chunks first, and whole after that: slower, with the same verdict.";

const SAME_SIZE =
  "A buffer that gets the size that it has keeps its place and its bytes: that only takes time.";

const VIEW_AGAIN = "A view of the same bytes is made again: that only takes time.";

const NOT_IN_THE_TABLE = "The types ask for it: the module gives no number that is not in its own table.";
const KEYS_AGAIN = "The keys are made again at each call then: slower, with the same outcome.";

/** @type {Survivor[]} the line, the code in it that is replaced, and by what, as mutants.mjs prints them */
export const SURVIVORS = [
  {
    source: "pkg/src/handler/expectation.ts",
    line: 'if (typeof amount === "number" && Number.isInteger(amount)) return amount === paid;',
    code: 'typeof amount === "number"',
    becomes: "true",
    reason: NUMBERS_ONLY,
  },
  {
    source: "pkg/src/handler/options.ts",
    line: 'if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MAX_TIMEOUT_MS)',
    code: 'typeof value === "number"',
    becomes: "true",
    reason: NUMBERS_ONLY,
  },
  {
    source: "pkg/src/handler/reconcile.ts",
    line: "return time > 0;",
    code: "time > 0",
    becomes: "time >= 0",
    reason: "No payment was authorized in the first millisecond of 1970.",
  },
  {
    source: "pkg/src/handler/reconcile.ts",
    line: 'if (typeof amount !== "number" || !Number.isSafeInteger(amount) || amount < 0) {',
    code: 'typeof amount !== "number"',
    becomes: "false",
    reason: NUMBERS_ONLY,
  },
  {
    source: "pkg/src/handler/reconcile.ts",
    line: 'return typeof value === "string" && value !== "";',
    code: 'typeof value === "string"',
    becomes: "true",
    reason: "canonicalId refuses what is not a string with the same code, before any payment is handled.",
  },
  {
    source: "pkg/src/handler/stores/durations.ts",
    line: 'if (typeof value === "number" && Number.isSafeInteger(value) && value >= 1) return value;',
    code: 'typeof value === "number"',
    becomes: "true",
    reason: NUMBERS_ONLY,
  },
  {
    source: "pkg/src/handler/stores/durations.ts",
    line: 'typeof value === "number" &&',
    code: 'typeof value === "number"',
    becomes: "true",
    reason: NUMBERS_ONLY,
  },
  {
    source: "pkg/src/handler/stores/lease.ts",
    line: 'await withDeadline(steps.release(token), MAX_RELEASE_MS, () => new Error("The store does not answer.',
    code: '() => new Error("The store does not answer.")',
    becomes: "() => undefined",
    reason: "The wait is over either way, and its error is dropped: what the work threw comes out.",
  },
  {
    source: "pkg/src/handler/stores/memory.ts",
    line: 'if (until !== undefined && until > this.#tick()) return "already-handled";',
    code: "until !== undefined",
    becomes: "true",
    reason: "undefined is greater than no number; the compiler does not allow the comparison.",
  },
  {
    source: "pkg/src/handler/stores/memory.ts",
    line: "if (until > tick) break;",
    code: "until > tick",
    becomes: "until >= tick",
    reason:
      "What ends in this second is dropped with the next payment; once() takes it for forgotten already.",
  },
  {
    source: "pkg/src/handler/stores/memory.ts",
    line: "return Math.floor((this.#now() - this.#startedAt) / MS_PER_TICK);",
    code: "this.#now() - this.#startedAt",
    becomes: "this.#now() + this.#startedAt",
    reason: "Ticks are only compared with each other; the start is taken off to keep them small.",
  },
  {
    source: "pkg/src/handler/answers.ts",
    line: 'return typeof value === "object" && Object.hasOwn(value, "status");',
    code: 'typeof value === "object"',
    becomes: "true",
    reason: 'A text has no own member "status"; the compiler does not know that.',
  },
  {
    source: "pkg/src/handler/node-body.ts",
    line: "if (!deadline) {",
    code: "!deadline",
    becomes: "true",
    reason: ONE_TIMER,
  },
  {
    source: "pkg/src/handler/node-body.ts",
    line: "deadlines.set(timeoutMs, deadline);",
    code: "deadlines.set(timeoutMs, deadline);",
    becomes: ";",
    reason: ONE_TIMER,
  },
  {
    source: "pkg/src/handler/node-headers.ts",
    line: "const sent = readLines(Array.isArray(rawHeaders) ? rawHeaders : []);",
    code: "[]",
    becomes: '["Stryker was here"]',
    reason: "A name without a value after it is not read.",
  },
  {
    source: "pkg/src/handler/node-headers.ts",
    line: "read.authorization = read.authorization === undefined ? value : [read.authorization, value].flat();",
    code: "read.authorization === undefined",
    becomes: "false",
    reason: "Joining the lines leaves out what is undefined; this only spares most requests an array.",
  },
  {
    source: "pkg/src/handler/node-headers.ts",
    line: 'if (name.length === 13 && name.toLowerCase() === "authorization") {',
    code: "name.length === 13",
    becomes: "true",
    reason: NAME_IS_COMPARED,
  },
  {
    source: "pkg/src/handler/node-headers.ts",
    line: '} else if (name.length === 14 && name.toLowerCase() === "content-length") {',
    code: "name.length === 14",
    becomes: "true",
    reason: NAME_IS_COMPARED,
  },
  {
    source: "pkg/src/handler/node-headers.ts",
    line: '} else if (name.length === 16 && name.toLowerCase() === "content-encoding") {',
    code: "name.length === 16",
    becomes: "true",
    reason: NAME_IS_COMPARED,
  },
  {
    source: "pkg/src/handler/node.ts",
    line: "request !== null &&",
    code: "request !== null",
    becomes: "true",
    reason: NULL_THROWS,
  },
  {
    source: "pkg/src/handler/node.ts",
    line: "response !== null &&",
    code: "response !== null",
    becomes: "true",
    reason: NULL_THROWS,
  },
  {
    source: "pkg/src/handler/node.ts",
    line: "if (unwrap(response) !== response) response.hijack?.();",
    code: "unwrap(response) !== response",
    becomes: "true",
    reason: "Nothing but Fastify's reply has hijack, and that is always wrapped.",
  },
  {
    source: "pkg/src/handler/index.ts",
    line: "} catch {",
    code: "{ // A getter of a framework's object threw. return undefined; }",
    becomes: "{}",
    reason: NO_RETURN,
  },
  {
    source: "pkg/src/handler/node-headers.ts",
    line: "const read: CallbackHeaders = {",
    code: "{ authorization: undefined, contentEncoding: undefined, contentLength: undefined, }",
    becomes: "{}",
    reason: "A member that is not there is undefined too.",
  },
  {
    source: "pkg/src/handler/node.ts",
    line: "if (incoming.complete === false) await new Promise<void>((resolve) => setImmediate(resolve));",
    code: "incoming.complete === false",
    becomes: "true",
    reason: "A request that is there to its end is answered a turn of the event loop later.",
  },
  {
    source: "pkg/src/handler/node.ts",
    line: "if (!outgoing.headersSent) outgoing.destroy?.();",
    code: "outgoing.destroy?.()",
    becomes: "outgoing.destroy()",
    reason: "What throws there is dropped: such a response cannot be closed.",
  },
  {
    source: "pkg/src/handler/process.ts",
    line: "...(whitespace !== undefined && { whitespace }),",
    code: "whitespace !== undefined",
    becomes: "true",
    reason: UNDEFINED_IS_DEFAULT,
  },
  {
    source: "pkg/src/handler/process.ts",
    line: "...(signed !== undefined && { signed }),",
    code: "signed !== undefined",
    becomes: "true",
    reason: UNDEFINED_IS_DEFAULT,
  },
  {
    source: "pkg/src/handler/shared-deadline.ts",
    line: "if (!this.#isArmed) this.#arm(this.#timeoutMs);",
    code: "!this.#isArmed",
    becomes: "true",
    reason: MORE_TIMERS,
  },
  {
    source: "pkg/src/handler/shared-deadline.ts",
    line: "this.#isArmed = true;",
    code: "true",
    becomes: "false",
    reason: MORE_TIMERS,
  },
  {
    source: "pkg/src/handler/shared-deadline.ts",
    line: "if (at > now) {",
    code: "at > now",
    becomes: "at >= now",
    reason: "What ends in this very moment is ended by a timer of 0 ms.",
  },
  {
    source: "pkg/src/handler/shared-deadline.ts",
    line: "this.#waits.delete(expire);",
    code: "this.#waits.delete(expire);",
    becomes: ";",
    reason: "Reading ends with expire(), and removes itself then; no other waits come here.",
  },
  {
    source: "pkg/src/handler/web.ts",
    line: 'if (typeof value !== "object" || value === null) return false;',
    code: "value === null",
    becomes: "false",
    reason: NULL_THROWS,
  },
  {
    source: "pkg/src/shared/read-body.ts",
    line: "if (this.#bytes.length < length) this.#grow(length);",
    code: "this.#bytes.length < length",
    becomes: "this.#bytes.length <= length",
    reason: "A body that just fits is copied once more, into more room than it needs.",
  },
  {
    source: "pkg/src/shared/read-body.ts",
    line: "const outcome = await (timeoutMs === undefined ? reading : endsBy(reading, timeoutMs));",
    code: "timeoutMs === undefined",
    becomes: "false",
    reason:
      "The handler always gives a time; the sandbox reads without one, in a bundle of its own, which its suite tests.",
  },
  {
    source: "pkg/src/shared/read-body.ts",
    line: 'if (!bytes) throw new TypeError("A chunk of a body must be bytes.");',
    code: 'throw new TypeError("A chunk of a body must be bytes.");',
    becomes: ";",
    reason: NOTHING_THROWS,
  },
  {
    source: "pkg/src/shared/read-body.ts",
    line: 'if (!bytes) throw new TypeError("A chunk of a body must be bytes.");',
    code: "!bytes",
    becomes: "false",
    reason: NOTHING_THROWS,
  },
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
    source: "pkg/src/verify/call.ts",
    line: "export function isSmall(raw: string | Uint8Array): boolean {",
    code: '{ return raw.length * (typeof raw === "string" ? 3 : 1) <= CHUNK_BYTES; }',
    becomes: "{}",
    reason: EITHER_WAY,
  },
  {
    source: "pkg/src/verify/call.ts",
    line: 'return raw.length * (typeof raw === "string" ? 3 : 1) <= CHUNK_BYTES;',
    code: 'raw.length * (typeof raw === "string" ? 3 : 1) <= CHUNK_BYTES',
    becomes: "false",
    reason: EITHER_WAY,
  },
  {
    source: "pkg/src/verify/call.ts",
    line: 'return raw.length * (typeof raw === "string" ? 3 : 1) <= CHUNK_BYTES;',
    code: 'raw.length * (typeof raw === "string" ? 3 : 1) <= CHUNK_BYTES',
    becomes: 'raw.length * (typeof raw === "string" ? 3 : 1) < CHUNK_BYTES',
    reason: EITHER_WAY,
  },
  {
    source: "pkg/src/verify/call.ts",
    line: "} finally {",
    code: "{ shrinkBuffer(); }",
    becomes: "{}",
    reason: STAYS_LARGE,
  },
  {
    source: "pkg/src/verify/call.ts",
    line: "shrinkBuffer();",
    code: "shrinkBuffer();",
    becomes: ";",
    reason: STAYS_LARGE,
  },
  {
    source: "pkg/src/verify/call.ts",
    line: 'return raw.length * (typeof raw === "string" ? 3 : 1) <= CHUNK_BYTES;',
    code: 'raw.length * (typeof raw === "string" ? 3 : 1)',
    becomes: 'raw.length / (typeof raw === "string" ? 3 : 1)',
    reason: EITHER_WAY,
  },
  {
    source: "pkg/src/verify/call.ts",
    line: 'return raw.length * (typeof raw === "string" ? 3 : 1) <= CHUNK_BYTES;',
    code: 'typeof raw === "string"',
    becomes: "true",
    reason: EITHER_WAY,
  },
  {
    source: "pkg/src/verify/call.ts",
    line: 'return raw.length * (typeof raw === "string" ? 3 : 1) <= CHUNK_BYTES;',
    code: 'typeof raw === "string"',
    becomes: "false",
    reason: EITHER_WAY,
  },
  {
    source: "pkg/src/verify/call.ts",
    line: 'return raw.length * (typeof raw === "string" ? 3 : 1) <= CHUNK_BYTES;',
    code: 'typeof raw === "string"',
    becomes: 'typeof raw !== "string"',
    reason: EITHER_WAY,
  },
  {
    source: "pkg/src/verify/call.ts",
    line: "export function isLoadable(raw: string | Uint8Array): boolean {",
    code: "{ return raw.length <= MAX_WHOLE_LENGTH; }",
    becomes: "{}",
    reason: TWICE,
  },
  {
    source: "pkg/src/verify/call.ts",
    line: "return raw.length <= MAX_WHOLE_LENGTH;",
    code: "raw.length <= MAX_WHOLE_LENGTH",
    becomes: "false",
    reason: TWICE,
  },
  {
    source: "pkg/src/verify/call.ts",
    line: "return raw.length <= MAX_WHOLE_LENGTH;",
    code: "raw.length <= MAX_WHOLE_LENGTH",
    becomes: "raw.length < MAX_WHOLE_LENGTH",
    reason: TWICE,
  },
  {
    source: "pkg/src/verify/call.ts",
    line: 'if (typeof raw === "string") return encodeInto(raw, at === 0 ? view : view.subarray(at)).written;',
    code: "at === 0",
    becomes: "false",
    reason: "A view from the first byte on is the same view; the question only spares making one.",
  },
  {
    source: "pkg/src/verify/core.ts",
    line: "if (view.length < bytes) resizeBuffer(Math.max(bytes, size));",
    code: "view.length < bytes",
    becomes: "true",
    reason: SAME_SIZE,
  },
  {
    source: "pkg/src/verify/core.ts",
    line: "if (view.length < bytes) resizeBuffer(Math.max(bytes, size));",
    code: "view.length < bytes",
    becomes: "view.length <= bytes",
    reason: SAME_SIZE,
  },
  {
    source: "pkg/src/verify/core.ts",
    line: "export function shrinkBuffer(): void {",
    code: "{ if (size > CHUNK_BYTES) resizeBuffer(CHUNK_BYTES); }",
    becomes: "{}",
    reason: STAYS_LARGE,
  },
  {
    source: "pkg/src/verify/core.ts",
    line: "if (size > CHUNK_BYTES) resizeBuffer(CHUNK_BYTES);",
    code: "size > CHUNK_BYTES",
    becomes: "true",
    reason: SAME_SIZE,
  },
  {
    source: "pkg/src/verify/core.ts",
    line: "if (size > CHUNK_BYTES) resizeBuffer(CHUNK_BYTES);",
    code: "size > CHUNK_BYTES",
    becomes: "size >= CHUNK_BYTES",
    reason: SAME_SIZE,
  },
  {
    source: "pkg/src/verify/core.ts",
    line: "if (size > CHUNK_BYTES) resizeBuffer(CHUNK_BYTES);",
    code: "size > CHUNK_BYTES",
    becomes: "false",
    reason: STAYS_LARGE,
  },
  {
    source: "pkg/src/verify/core.ts",
    line: "if (size > CHUNK_BYTES) resizeBuffer(CHUNK_BYTES);",
    code: "resizeBuffer(CHUNK_BYTES);",
    becomes: ";",
    reason: STAYS_LARGE,
  },
  {
    source: "pkg/src/verify/core.ts",
    line: "if (size > CHUNK_BYTES) resizeBuffer(CHUNK_BYTES);",
    code: "size > CHUNK_BYTES",
    becomes: "size <= CHUNK_BYTES",
    reason: STAYS_LARGE,
  },
  {
    source: "pkg/src/verify/core.ts",
    line: "if (results.length === 0) {",
    code: "results.length === 0",
    becomes: "true",
    reason: VIEW_AGAIN,
  },
  {
    source: "pkg/src/verify/core.ts",
    line: 'if (start === end) return "";',
    code: "start === end",
    becomes: "false",
    reason: "No bytes are decoded to no text: it is only slower.",
  },
  {
    source: "pkg/src/verify/core.ts",
    line: "const offset = viewBuffer().byteOffset + start;",
    code: "viewBuffer().byteOffset + start",
    becomes: "viewBuffer().byteOffset - start",
    reason: VIEW_AGAIN,
  },
  {
    source: "pkg/src/verify/core.ts",
    line: "if (textView.byteOffset !== offset || textView.length !== end - start) textView = view.subarray(star",
    code: "textView.byteOffset !== offset || textView.length !== end - start",
    becomes: "true",
    reason: VIEW_AGAIN,
  },
  {
    source: "pkg/src/verify/core.ts",
    line: "if (textView.byteOffset !== offset || textView.length !== end - start) textView = view.subarray(star",
    code: "end - start",
    becomes: "end + start",
    reason: VIEW_AGAIN,
  },
  {
    source: "pkg/src/verify/core.ts",
    line: "if (row === undefined) throw new Error(`The module gave the verdict ${verdict}.`);",
    code: "row === undefined",
    becomes: "false",
    reason: NOT_IN_THE_TABLE,
  },
  {
    source: "pkg/src/verify/core.ts",
    line: "if (row === undefined) throw new Error(`The module gave the verdict ${verdict}.`);",
    code: "throw new Error(`The module gave the verdict ${verdict}.`);",
    becomes: ";",
    reason: NOT_IN_THE_TABLE,
  },
  {
    source: "pkg/src/verify/event.ts",
    line: 'const isAscii = typeof raw === "string" && raw.length === bodyLength;',
    code: 'typeof raw === "string" && raw.length === bodyLength',
    becomes: "false",
    reason: "The text is decoded from the buffer then: slower, and the same.",
  },
  {
    source: "pkg/src/verify/event.ts",
    line: "if (isAscii && raw.length <= MAX_CUT_LENGTH && readResult(HAS_COPIES) === 0) return raw.slice(start,",
    code: "raw.length <= MAX_CUT_LENGTH",
    becomes: "raw.length < MAX_CUT_LENGTH",
    reason: "A body of exactly this length is decoded: slower, and the same.",
  },
  {
    source: "pkg/src/verify/index.ts",
    line: 'if (typeof secret === "string") keepLast(call);',
    code: 'typeof secret === "string"',
    becomes: "false",
    reason: KEYS_AGAIN,
  },
  {
    source: "pkg/src/verify/index.ts",
    line: "if (!last || !OPTION_NAMES.every((name) => last?.options[name] === options[name])) return undefined;",
    code: "!last",
    becomes: "last",
    reason: KEYS_AGAIN,
  },
  {
    source: "pkg/src/verify/index.ts",
    line: "if (!last || !OPTION_NAMES.every((name) => last?.options[name] === options[name])) return undefined;",
    code: "(name) => last?.options[name] === options[name]",
    becomes: "() => undefined",
    reason: KEYS_AGAIN,
  },
  {
    source: "pkg/src/verify/index.ts",
    line: "if (!last || !OPTION_NAMES.every((name) => last?.options[name] === options[name])) return undefined;",
    code: "last?.options",
    becomes: "last.options",
    reason: "It is looked at only where there is one; the compiler does not see that inside the function.",
  },
];
