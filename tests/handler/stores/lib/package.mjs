// The package as a user has it installed, with the stores' subpaths.

export { d1, handler, imported, mysql, postgres, redis, sqlite } from "../../../lib/consumer.mjs";
