// Mutants of the package's verify and handler that no test notices, and why that is right. mutants.mjs holds this list to what
// it sees: a mutant that lives and is not in it fails, and so does one in it that is killed after all.

import { BUFFER } from "./buffer.mjs";
import { HANDLER } from "./handler.mjs";
import { SHARED } from "./shared.mjs";
import { STORES } from "./stores.mjs";
import { VERIFY } from "./verify.mjs";

/** @typedef {{ source: string, line: string, code: string, becomes: string, reason: string }} Survivor */

/** @type {Survivor[]} the line, the code in it that is replaced, and by what, as mutants.mjs prints them */
export const SURVIVORS = [...VERIFY, ...BUFFER, ...SHARED, ...HANDLER, ...STORES];
