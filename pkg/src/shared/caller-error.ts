// Mistakes of the caller: thrown at once, and never the answer to a request.

/**
 * What the caller did wrong.
 *
 * - `empty-secret`: the secret is missing or empty, or has nothing but zero bytes
 * - `padded-secret`: a string secret begins or ends with whitespace, most likely a newline
 * - `body-not-raw`: the body was parsed, so the signed bytes are gone
 * - `invalid-option`: an argument or option does not exist, or cannot have this value
 */
export type CallerErrorCode = "empty-secret" | "padded-secret" | "body-not-raw" | "invalid-option";

/** A mistake of the caller: a `TypeError` whose `code` says which. Its message says what to change. */
export interface CallerError extends TypeError {
  readonly code: CallerErrorCode;
}

/** Makes the error; the caller throws it, so that the compiler sees where a function ends. */
export function callerError(code: CallerErrorCode, message: string): CallerError {
  return Object.assign(new TypeError(message), { code });
}

/** Makes the error for an argument or an option, which most mistakes are. */
export function invalidOption(message: string): CallerError {
  return callerError("invalid-option", message);
}

/**
 * Checks that options are an object with known names only: a misspelt option must not be ignored.
 *
 * The values are still unknown: the caller checks each.
 *
 * @param example what options look like, for the message: `{ secret }`
 */
export function checkOptionNames<Name extends string>(
  options: unknown,
  names: readonly Name[],
  example: string,
): { readonly [name in Name]?: unknown } {
  if (typeof options !== "object" || options === null) {
    throw invalidOption(`Options must be an object: ${example}.`);
  }
  const unknown = Object.keys(options).find((name) => !(names as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw invalidOption(`There is no option ${JSON.stringify(unknown)}; there are ${names.join(", ")}.`);
  }
  return names.some(isPolluted) ? withoutPollution(options, names) : options;
}

/** Whether every object has this member, since something has put it on `Object.prototype`. */
export function isPolluted(name: string): boolean {
  return name in Object.prototype;
}

/** The options without what every object has: nobody has chosen that. A class may have getters, so its prototype counts. */
function withoutPollution<Name extends string>(
  options: object,
  names: readonly Name[],
): { readonly [name in Name]?: unknown } {
  const chosen: { [name in Name]?: unknown } = Object.create(null);
  for (const name of names) {
    // Undefined where it is not chosen, so that a copy of this does not inherit it again.
    chosen[name] = hasChosen(options, name) ? (options as { [name in Name]?: unknown })[name] : undefined;
  }
  return chosen;
}

function hasChosen(options: object, name: string): boolean {
  let holder: object | null = options;
  while (holder !== null && holder !== Object.prototype) {
    if (Object.hasOwn(holder, name)) return true;
    holder = Object.getPrototypeOf(holder);
  }
  return false;
}
