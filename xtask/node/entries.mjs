// The entries of the package by their subpath: each has one bundle, one declaration and one report of its public face.

import path from "node:path";
import { fileURLToPath } from "node:url";

/** The package's source. */
export const source = fileURLToPath(new URL("../../pkg/src", import.meta.url));

/** What every runtime's main entry exports. */
export const main = { index: path.join(source, "verify/index.ts") };

/** These import the package by its own name, if at all, and so get the entry that is right for the runtime. */
export const subpaths = {
  handler: path.join(source, "handler/index.ts"),
  redis: path.join(source, "handler/stores/redis.ts"),
  postgres: path.join(source, "handler/stores/postgres.ts"),
  mysql: path.join(source, "handler/stores/mysql.ts"),
  sqlite: path.join(source, "handler/stores/sqlite.ts"),
  d1: path.join(source, "handler/stores/d1.ts"),
  explain: path.join(source, "explain/index.ts"),
  sandbox: path.join(source, "sandbox/index.ts"),
};

/** The parts of `explain` that are files of their own beside it. No user imports them. */
export const explainParts = {
  "explain-bodies": path.join(source, "explain/suspects/bodies.ts"),
  "explain-header": path.join(source, "explain/header/index.ts"),
  "explain-signing": path.join(source, "explain/suspects/signing.ts"),
};
