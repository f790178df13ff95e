// Colours for code: comments, strings, numbers and keywords, which is as much as the languages shown here share.

import { h } from "./dom.js";

const KEYWORDS = new Set(
  (
    "as async await break case catch class const continue def default elif else end export extends false final finally fn " +
    "for foreach from func function if impl import in instanceof let match mod module mut namespace new nil none null of " +
    "package private pub public raise readonly ref require return self static struct switch throw throws true try type " +
    "unless use using var void when while with yield None True False"
  ).split(" "),
);

/** What begins a comment, by the file's name. */
const HASH_COMMENTS = /\.(?:py|rb|toml|sh)$/;

const STRING = String.raw`"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\x60(?:\\.|[^\x60\\])*\x60`;
const REST = String.raw`(?<number>\b\d[\d_.a-fx]*\b)|(?<word>\$?[A-Za-z_]\w*)`;
const SLASHES = new RegExp(
  String.raw`(?<comment>\/\/[^\n]*|\/\*[^]*?\*\/)|(?<string>${STRING})|${REST}`,
  "g",
);
const HASHES = new RegExp(String.raw`(?<comment>#[^\n]*)|(?<string>${STRING})|${REST}`, "g");

/**
 * @param {string} code
 * @param {string} file its name, which says what begins a comment
 * @returns {(Node | string)[]}
 */
export function highlight(code, file) {
  const parts = [];
  let at = 0;
  for (const match of code.matchAll(HASH_COMMENTS.test(file) ? HASHES : SLASHES)) {
    const kind = kindOf(match.groups);
    if (!kind) continue;
    parts.push(code.slice(at, match.index), h(`span.code-${kind}`, {}, match[0]));
    at = match.index + match[0].length;
  }
  return [...parts, code.slice(at)].filter((part) => part !== "");
}

/** @param {Record<string, string>} groups */
function kindOf({ comment, string, number, word }) {
  if (comment) return "comment";
  if (string) return "string";
  if (number) return "number";
  return KEYWORDS.has(word) ? "keyword" : undefined;
}

/**
 * JSON, with its names apart from its strings. Any other text comes back as it is.
 *
 * @param {string} text
 */
export function highlightJson(text) {
  if (!/^\s*[{[]/.test(text)) return [text];
  const parts = [];
  let at = 0;
  for (const { 0: token, 1: colon, index } of text.matchAll(
    /"(?:\\.|[^"\\\n])*"(\s*:)?|-?\d[\d.eE+-]*|\b(?:true|false|null)\b/g,
  )) {
    const kind = colon ? "name" : token.startsWith('"') ? "string" : "number";
    parts.push(text.slice(at, index), h(`span.code-${kind}`, {}, token));
    at = index + token.length;
  }
  return [...parts, text.slice(at)].filter((part) => part !== "");
}
