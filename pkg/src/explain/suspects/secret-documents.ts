// A JSON object that was given for a secret, as secrets managers return it: {"secret":"…"}.

import { parseJson } from "../text.ts";

/** A longer text is no answer of a secrets manager. */
const MAX_DOCUMENT_CHARACTERS = 16 * 1024;
const MAX_MEMBERS = 24;
const MAX_DEPTH = 4;

/** The strings inside a JSON object or array, JSON within them opened too (AWS: SecretString; Vault: data.data). */
export function listMembers(text: string | undefined): string[] {
  const found: string[] = [];
  const document = openDocument(text);
  if (document) collectStrings(document, 0, found);
  return found;
}

/** Whether a text is a JSON object or array. */
export function isDocument(text: string | undefined): boolean {
  return openDocument(text) !== undefined;
}

function openDocument(text: string | undefined): object | undefined {
  if (text === undefined || text.length > MAX_DOCUMENT_CHARACTERS) return undefined;
  const value = parseJson(text.replace(/^\ufeff/, ""));
  return typeof value === "object" && value !== null ? value : undefined;
}

function collectStrings(value: unknown, depth: number, found: string[]): void {
  if (found.length >= MAX_MEMBERS || depth > MAX_DEPTH) return;
  if (typeof value === "string") {
    const inner = openDocument(value);
    if (inner) collectStrings(inner, depth + 1, found);
    else if (value !== "") found.push(value);
  } else if (typeof value === "number") {
    // A secret of nothing but digits, written without quotes.
    found.push(String(value));
  } else if (typeof value === "object" && value !== null) {
    for (const member of Object.values(value)) collectStrings(member, depth + 1, found);
  }
}
