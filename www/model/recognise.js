// What people paste when they are asked for a callback: a curl line, a raw HTTP request, a block of headers, a line of a
// log. The body and the header are found in it; nothing is judged here.

/**
 * @typedef {object} Recognised
 * @property {string} kind in words: "a curl command"
 * @property {string} [body]
 * @property {string} [header] the Authorization header's value
 */

/**
 * @param {string} text
 * @returns {Recognised | undefined} nothing where it is a plain body or a plain header's value
 */
export function recognise(text) {
  const trimmed = text.trim();
  if (/^\$?\s*curl(?:\.exe)?\s/i.test(trimmed)) return curl(trimmed);
  if (/^[A-Z]{3,10} \S+ HTTP\/[\d.]+\s*$/m.test(firstLine(trimmed))) return request(trimmed);
  if (HEADER_LINE.test(firstLine(trimmed))) return block(trimmed);
  return logLine(trimmed);
}

const HEADER_LINE = /^[!#$%&'*+.^_`|~\w-]+:(?!\/\/)(?:\s|$)/;
const firstLine = (text) => text.slice(0, text.search(/\r?\n|$/));

function curl(text) {
  const words = shellWords(text);
  /** @type {Recognised} */
  const found = { kind: "a curl command" };
  const bodies = [];
  for (const [at, word] of words.entries()) {
    const [, name, inline] =
      /^(--[\w-]+)(?:=([\s\S]*))?$/.exec(word) ?? /^(-[Hd])([\s\S]+)?$/.exec(word) ?? [];
    const value = inline ?? words[at + 1] ?? "";
    if (name === "-H" || name === "--header") {
      const [, header] = /^authorization\s*:([\s\S]*)$/i.exec(value) ?? [];
      if (header !== undefined) found.header = header.trim();
    } else if (/^(?:-d|--data(?:-raw|-binary|-ascii)?|--json)$/.test(name)) bodies.push(value);
  }
  if (bodies.length > 0) found.body = bodies.join("&");
  return found;
}

/** The words of a POSIX shell's line, with $'…' as browsers write it. */
function shellWords(text) {
  const words = [];
  let word;
  for (const [token, ansi, single, double, escaped, space] of text.matchAll(
    /\$'((?:\\[\s\S]|[^'\\])*)'|'([^']*)'|"((?:\\[\s\S]|[^"\\])*)"|\\([\s\S])|(\s+)|[^\s'"\\$]+|\$/g,
  )) {
    if (space !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (escaped !== undefined) word = (word ?? "") + (escaped === "\n" ? "" : escaped);
    else if (ansi !== undefined) word = (word ?? "") + unescaped(ansi);
    else if (double !== undefined)
      word = (word ?? "") + double.replace(/\\(["\\$`])/g, "$1").replace(/\\\n/g, "");
    else word = (word ?? "") + (single ?? token);
    // A backslash at a line's end joins two lines, and makes no word of its own.
    if (word === "") word = escaped === "\n" ? undefined : word;
  }
  return word === undefined ? words : [...words, word];
}

const NAMED = { n: "\n", r: "\r", t: "\t" };
const unescaped = (text) =>
  text.replace(/\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|([\s\S]))/gi, (_, unicode, hex, one) =>
    one ? (NAMED[one] ?? one) : String.fromCharCode(Number.parseInt(unicode ?? hex, 16)),
  );

function request(text) {
  const { headers, body } = split(text.slice(firstLine(text).length).replace(/^\r?\n/, ""));
  return { kind: "a raw HTTP request", header: headers.get("authorization"), body };
}

/** Headers, and after an empty line perhaps a body. */
function block(text) {
  const { headers, body } = split(text);
  const kind =
    headers.size === 1 && headers.has("authorization") && !body
      ? "a header with its name"
      : "a block of headers";
  return { kind, header: headers.get("authorization"), body: body === "" ? undefined : body };
}

function split(text) {
  const [, head, body = ""] = /^([\s\S]*?)(?:\r?\n\r?\n([\s\S]*))?$/.exec(text);
  // A header that was wrapped goes on with whitespace, or where the editor broke it.
  const lines = [];
  for (const line of head.split(/\r?\n/)) {
    if (HEADER_LINE.test(line) || lines.length === 0) lines.push(line);
    else lines[lines.length - 1] += ` ${line.trim()}`;
  }
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  return { headers, body };
}

/** A log line, as JSON or as text, that holds the header and perhaps the body. */
function logLine(text) {
  const json = parsed(text);
  if (json && typeof json === "object") {
    // A callback itself is an object with a type.
    if ("type" in json && "payload" in json) return undefined;
    const found = members(json);
    return found.header || found.body ? { kind: "a log line in JSON", ...found } : undefined;
  }
  const signature = /HMAC-SHA256\s+Signature\s*=\s*(?:"[0-9a-f]+"|[0-9a-f]+)/i.exec(text);
  const body = object(text);
  if (
    !signature ||
    (!body && signature[0].length === text.length) ||
    /\n/.test(text.slice(0, signature.index).trim())
  )
    return undefined;
  const around = text.replace(signature[0], "").replace(body ?? "", "");
  // Something stands around them: else it is a header's value with a mistake in it, which is to be judged as it is.
  if (!body && !/\w{3}/.test(text.slice(0, signature.index))) return undefined;
  return around.trim() === "" && !body ? undefined : { kind: "a log line", header: signature[0], body };
}

function members(value) {
  const found = {};
  const visit = (node) => {
    for (const [name, inner] of Object.entries(node ?? {})) {
      if (/^authorization$/i.test(name) && typeof inner === "string") found.header ??= inner;
      else if (/^(?:raw_?)?(?:request_?)?body$/i.test(name) && typeof inner === "string")
        found.body ??= inner;
      else if (typeof inner === "object") visit(inner);
    }
  };
  visit(value);
  return found;
}

/** The first JSON object in a text that has a type, escaped or not. */
function object(text) {
  const start = text.search(/\{\s*\\?"/);
  if (start < 0) return undefined;
  for (let end = text.lastIndexOf("}"); end > start; end = text.lastIndexOf("}", end - 1)) {
    const candidate = text.slice(start, end + 1);
    if (parsed(candidate)) return candidate;
    const plain = candidate.replaceAll('\\"', '"');
    if (parsed(plain)) return plain;
  }
  return undefined;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
