// A secret with a $ in it that a shell has expanded. A variable's name cannot be found again, a shell's own parameters can:
// most are empty in a script, so "pa$1word" becomes "paword".

interface Expansion {
  readonly original: string;
  readonly how: string;
}

/** Parameters that are empty where a secret is usually set. */
const EMPTY_PARAMETERS = ["$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9", "$@", "$*", "$!"];

/** What stands in place of other parameters. */
const FILLED_PARAMETERS: readonly (readonly [value: RegExp, parameter: string])[] = [
  [/0/g, "$?"],
  [/0/g, "$#"],
  // The number of the shell's process.
  [/(?<!\d)\d{1,7}(?!\d)/g, "$$"],
  [/(?:\/(?:usr\/)?bin\/)?-?(?:ba|da|z)?sh/g, "$0"],
  [/(?:hB|himBHs|569JNRXZghiklms|569X)/g, "$-"],
];

const MAX_CHARACTERS = 128;

/** The texts that a shell may have made this one of. */
export function* listExpansions(text: string | undefined): Generator<Expansion> {
  if (text === undefined || text.length > MAX_CHARACTERS) return;
  for (const [value, parameter] of FILLED_PARAMETERS) {
    for (const match of text.matchAll(value)) {
      const [before, after] = [text.slice(0, match.index), text.slice(match.index + match[0].length)];
      yield { original: before + parameter + after, how: describe(parameter) };
    }
  }
  for (const parameter of EMPTY_PARAMETERS) {
    for (let at = 0; at <= text.length; at += 1)
      yield { original: text.slice(0, at) + parameter + text.slice(at), how: describe(parameter) };
  }
}

function describe(parameter: string): string {
  return `as it was before a shell replaced the ${parameter} in it`;
}
