// Reasons that several mutants have in common.

export const NUMBERS_ONLY =
  "Number.isInteger and isSafeInteger are false for anything but a number; the compiler does not know that.";

export const ONE_TIMER =
  "Each body then has a timer of its own, with the same limit: it costs time, and changes no response.";
export const NAME_IS_COMPARED = "The whole name is compared next; the length spares most headers that.";
export const NULL_THROWS = "Asking null for a member throws, and what throws is not recognized either.";

export const UNDEFINED_IS_DEFAULT =
  "undefined is the default as well; the types tell such a member from one that is not there.";

export const MORE_TIMERS =
  "There is a timer for each body then: each ends those whose time is over, and no other.";

export const NOTHING_THROWS =
  "Nothing has no length, so adding it throws as well, and either is the end of the body.";

export const READABLE =
  "A view that has bytes can be read: the look at its memory is only for empty ones, and has the same outcome.";
export const GETTER_THROWS =
  "A shortcut: the getter throws for anything but an ArrayBuffer, and that is caught.";
export const NO_RETURN = "A function that ends gives undefined too.";
export const JOIN_BYTES =
  "explain and the sandbox join chunks, in bundles of their own, which their suites test.";
export const EITHER_WAY =
  "A body is verified whole or in chunks with the same verdict; this only chooses the faster way.";

export const STAYS_LARGE =
  "The buffer stays as large as the longest body so far; the module's memory shrinks neither way.";

export const TWICE =
  "The body is verified in chunks first, and whole after that: slower, with the same verdict.";

export const SAME_SIZE =
  "A buffer that gets the size that it has keeps its place and its bytes: that only takes time.";

export const VIEW_AGAIN = "A view of the same bytes is made again: that only takes time.";

export const NOT_IN_THE_TABLE =
  "The types ask for it: the module gives no number that is not in its own table.";
export const KEYS_AGAIN = "The keys are made again at each call then: slower, with the same outcome.";

export const LONGER_WAY =
  "The text is then written as text with longer characters is: that is slower, and writes the same bytes.";

export const ONE_SIGN_ERROR = "There is one reason only why a body cannot be signed.";
export const BRAND_IS_THERE = "Only whether an error has the brand is asked, not which value it has.";
