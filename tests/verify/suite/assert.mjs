// Assertions that run anywhere: the suite must not lean on Node.

export function equal(actual, expected, what = "value") {
  const [a, b] = [shown(actual), shown(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, saw ${a}`);
}

export function ok(condition, what) {
  if (!condition) throw new Error(what);
}

/** What a call throws; an error if it returns. */
export function thrown(call, what = "call") {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error(`${what}: nothing was thrown`);
}

/** A call throws a TypeError of the caller's with this code. */
export function refused(call, code) {
  const error = thrown(call, code);
  ok(error instanceof TypeError, `${code}: a TypeError, not ${error}`);
  equal(error.code, code, "code");
  return error;
}

/** The same value gives the same text, whatever the order of its members. */
function shown(value) {
  return JSON.stringify(value, (_, member) => {
    if (member === undefined) return "undefined";
    if (typeof member !== "object" || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
