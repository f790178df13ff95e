// Text from outside, for people's terminals: nothing in it may command a terminal, hide, or turn the line around.

/** Control characters (C0, DEL, C1), bidi controls and other invisible characters, line and paragraph separators. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** Writes every invisible character as its number: `\u{1b}`. */
export function escapeInvisible(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/**
 * JSON that is safe on a terminal, and the same value to a parser. `JSON.stringify` alone leaves DEL, U+0080–U+009F
 * and the bidi controls as they are.
 */
export function stringifyVisibly(value: unknown, indent?: number): string | undefined {
  const json: string | undefined = JSON.stringify(value, null, indent);
  return json?.replace(INVISIBLE, (character) => (character === "\n" ? character : escapeUnits(character)));
}

/** A character beyond U+FFFF takes two escapes in JSON. */
function escapeUnits(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
  ).join("");
}
