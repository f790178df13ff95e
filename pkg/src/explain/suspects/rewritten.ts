// @ts-nocheck: its types are still JSDoc; whoever converts this file removes the line.
// A body that was parsed and written again on the way: what the sender may have written instead.

/** @typedef {import("../search/candidates.ts").BodySuspect} BodySuspect */

export const RAW =
  'Take the body before anything parses it. Express: express.raw({ type: "*/*" }) on this route. Fastify: ' +
  'addContentTypeParser with { parseAs: "buffer" }. Next.js, Hono, Workers, Deno, Bun: await request.text(). ' +
  "AWS Lambda: event.body.";

const CHANGE = `${RAW} If nothing of yours parses it, a gateway on the way does, or the sender signs other JSON than it sends.`;

const NOT_ASCII = /[\u007f-\uffff]/g;

/** How writers of JSON escape what need not be escaped. @type {[how: string, write: (minimal: string) => string][]} */
const ESCAPES = [
  ["with no character escaped that need not be", (text) => text],
  ["with slashes as \\/, as PHP does", (text) => text.replaceAll("/", "\\/")],
  [
    "with characters beyond ASCII as \\u and small digits, as Python does",
    (text) => escaped(text, NOT_ASCII),
  ],
  [
    "with slashes as \\/ and characters beyond ASCII as \\u, as PHP does",
    (text) => escaped(text.replaceAll("/", "\\/"), NOT_ASCII),
  ],
  ["with < > & as \\u003c and so on, as Go and Rails do", (text) => escaped(text, /[<>&\u2028\u2029]/g)],
  ["with < > & = ' as \\u003c and so on, as Gson does", (text) => escaped(text, /[<>&='\u2028\u2029]/g)],
  [
    "with \" < > & + ' ` and characters beyond ASCII as \\u and capital digits, as .NET's System.Text.Json does",
    systemTextJson,
  ],
  [
    "with characters beyond ASCII as \\u and capital digits, as Jackson can",
    (text) => escaped(text, NOT_ASCII, true),
  ],
];

const DOCUMENTED = ["type", "payload", "amount", "paymentId", "sessionId"];

/** How another value says the same. @typedef {[how: string, turn: (value: any) => unknown]} Value */

/** Every order of a payment's members, with its type first and with its payload first. @type {Value[]} */
const ORDERS = [
  "amount paymentId sessionId",
  "amount sessionId paymentId",
  "paymentId amount sessionId",
  "paymentId sessionId amount",
  "sessionId amount paymentId",
  "sessionId paymentId amount",
]
  .flatMap((members) => [`type payload ${members}`, `payload type ${members}`])
  .map((names) => ["with its members in another order", (value) => ordered(value, names.split(" "))]);

/** Other members, another order, other values for the same event. @type {Value[]} */
const VALUES = [
  ["with numbers and repeated members as JSON.stringify leaves them", (value) => value],
  ["with its members in the order of the API's documentation", (value) => ordered(value, DOCUMENTED)],
  [
    "with its members sorted by name",
    (value) => withMembers(value, (members) => members.sort(([a], [b]) => (a < b ? -1 : 1))),
  ],
  ["with its payload before its type", (value) => ordered(value, ["payload", "type"])],
  ...ORDERS,
  [
    "without the members that something on the way has added",
    (value) => withMembers(value, (members) => members.filter(([name]) => DOCUMENTED.includes(name))),
  ],
  [
    "without the members that are null",
    (value) => withMembers(value, (members) => members.filter(([, one]) => one !== null)),
  ],
  [
    "with its members' names in PascalCase, as .NET writes them by default",
    (value) => renamed(value, pascalCase),
  ],
  ["with its members' names in camelCase", (value) => renamed(value, camelCase)],
  ["with its members' names in snake_case", (value) => renamed(value, snakeCase)],
  ["with ids that have no hyphens", (value) => withIds(value, (id) => id.replaceAll("-", ""))],
  [
    "with ids that have hyphens",
    (value) => withIds(value, (id) => id.replace(/^(\w{8})(\w{4})(\w{4})(\w{4})(\w{12})$/, "$1-$2-$3-$4-$5")),
  ],
  ["with ids in small letters", (value) => withIds(value, (id) => id.toLowerCase())],
  ["with ids in capital letters", (value) => withIds(value, (id) => id.toUpperCase())],
  [
    "with numbers as strings",
    (value) => mapped(value, (leaf) => (typeof leaf === "number" ? String(leaf) : leaf)),
  ],
  [
    "with strings of digits as numbers",
    (value) => mapped(value, (leaf) => (/^(?:0|[1-9]\d{0,15})$/.test(leaf) ? Number(leaf) : leaf)),
  ],
];

/** What counts only where whitespace is signed. @type {[how: string, turn: (text: string, value: unknown) => string][]} */
const SPACES = [
  [
    "with a space after each comma and colon, as Python does",
    (_, value) => JSON.stringify(value, null, 1).replace(/,\n */g, ", ").replace(/\n */g, ""),
  ],
  ["with lines indented by two spaces", (_, value) => JSON.stringify(value, null, 2)],
  [
    "with lines indented by two spaces that end as on Windows",
    (_, value) => JSON.stringify(value, null, 2).replaceAll("\n", "\r\n"),
  ],
  ["with lines indented by four spaces", (_, value) => JSON.stringify(value, null, 4)],
  ["with lines indented by tabs", (_, value) => JSON.stringify(value, null, "\t")],
  ["with a newline at its end", (text) => `${text}\n`],
  ["with a carriage return and a newline at its end", (text) => `${text}\r\n`],
  ["without the whitespace at its ends", (text) => text.trim()],
  ["with line breaks of one character, as on Unix", (text) => text.replaceAll("\r\n", "\n")],
  ["with line breaks of two characters, as on Windows", (text) => text.replace(/\r?\n/g, "\r\n")],
];

/**
 * What the sender may have written, simplest first; nothing where the text is no JSON.
 *
 * @param {string} given
 * @returns {Generator<BodySuspect>}
 */
export function* rewritten(given) {
  const text = given.replace(/^\ufeff/, "");
  const value = parsed(text);
  if (typeof value !== "object" || value === null) return;
  const plain = once(() => minimal(text));
  for (const [how, write] of ESCAPES) yield suspect(1, [how], () => write(plain()));
  for (const [how, turn] of VALUES) yield suspect(1, [how], () => JSON.stringify(turn(value)));
  yield suspect(1, ["with whole numbers as 2000.0"], () => floats(text));
  for (const [how, turn] of SPACES) {
    const finding = `The signature was made over the same JSON ${how}.`;
    const change = `Under whitespace: "none" every character counts. ${CHANGE}`;
    yield { cost: 1, parts: [{ finding, change }], make: () => turn(text, value), onlyUnder: "none" };
  }
  // Two habits of one writer.
  for (const [how, turn] of VALUES) {
    for (const [who, write] of ESCAPES.slice(1))
      yield suspect(2, [how, who], () => write(JSON.stringify(turn(value))));
    yield suspect(2, [how, "with whole numbers as 2000.0"], () => floats(JSON.stringify(turn(value))));
  }
}

/**
 * @param {number} cost
 * @param {string[]} how
 * @param {() => string} make
 * @returns {BodySuspect}
 */
function suspect(cost, how, make) {
  const finding = `The signature was made over the same JSON written otherwise: ${how.join(", and ")}.`;
  return {
    cost,
    parts: [{ finding: `${finding} So the body was parsed and written again.`, change: CHANGE }],
    make,
  };
}

/** @param {string} text @returns {unknown} */
export function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @template T @param {() => T} make @returns {() => T} */
function once(make) {
  /** @type {T | undefined} */
  let made;
  return () => (made ??= make());
}

/** JSON without the escapes that it does not need, and otherwise as it is. @param {string} text */
function minimal(text) {
  return text.replace(/\\(?:u([0-9a-f]{4})|(.))/gi, (whole, hex, letter) => {
    if (letter) return letter === "/" ? letter : whole;
    const unit = Number.parseInt(hex, 16);
    return unit < 0x20 || unit === 0x22 || unit === 0x5c ? whole : String.fromCharCode(unit);
  });
}

/** @param {string} text @param {RegExp} which @param {boolean} [isUpper] */
function escaped(text, which, isUpper = false) {
  return text.replace(which, (character) => {
    const digits = character.charCodeAt(0).toString(16).padStart(4, "0");
    return `\\u${isUpper ? digits.toUpperCase() : digits}`;
  });
}

/** @param {string} text */
function systemTextJson(text) {
  const quotes = text.replace(/\\([\\"])/g, (whole, letter) => (letter === '"' ? "\\u0022" : whole));
  return escaped(quotes, /[<>&+'`\u007f-\uffff]/g, true);
}

/** @param {string} text */
function floats(text) {
  // Strings are matched to be left alone.
  const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\d.eE+-])-?\d+(?![\d.eE])/gs;
  return text.replace(tokens, (token) => (token.startsWith('"') ? token : `${token}.0`));
}

/** @param {any} one */
function keep(one) {
  return one;
}

/**
 * A copy of a value, with other leaves and other members.
 *
 * @param {any} value
 * @param {(leaf: any) => any} leaf
 * @param {(members: [string, any][]) => [string, any][]} [members]
 * @returns {any}
 */
function mapped(value, leaf, members = keep) {
  if (typeof value !== "object" || value === null) return leaf(value);
  if (Array.isArray(value)) return value.map((one) => mapped(one, leaf, members));
  return Object.fromEntries(
    members(Object.entries(value)).map(([name, one]) => [name, mapped(one, leaf, members)]),
  );
}

/** @param {any} value @param {(members: [string, any][]) => [string, any][]} members */
function withMembers(value, members) {
  return mapped(value, keep, members);
}

/** The members of these names first, in their order, and then the others. @param {any} value @param {string[]} names */
function ordered(value, names) {
  /** @param {string} name */
  const place = (name) => (names.includes(name) ? names.indexOf(name) : names.length);
  return withMembers(value, (members) => members.sort(([a], [b]) => place(a) - place(b)));
}

/** @param {any} value @param {(name: string) => string} rename */
function renamed(value, rename) {
  return withMembers(value, (members) => members.map(([name, one]) => [rename(name), one]));
}

/** @param {any} value @param {(id: string) => string} turn */
function withIds(value, turn) {
  /** @param {string} name */
  const isId = (name) => /^(?:payment|session)_?id$/i.test(name);
  return withMembers(value, (members) =>
    members.map(([name, one]) => [name, isId(name) && typeof one === "string" ? turn(one) : one]),
  );
}

/** @param {string} name */
function camelCase(name) {
  const joined = name.replace(/_+([a-z0-9])/gi, (_, letter) => letter.toUpperCase());
  return joined.charAt(0).toLowerCase() + joined.slice(1);
}

/** @param {string} name */
function pascalCase(name) {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** @param {string} name */
function snakeCase(name) {
  return camelCase(name).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
