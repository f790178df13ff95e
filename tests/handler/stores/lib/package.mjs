// The package as a user has it installed: the folder is in CONSUMER.

import path from "node:path";
import { pathToFileURL } from "node:url";

export const { imported, handler, redis, postgres, mysql, sqlite, d1 } = await import(
  pathToFileURL(path.join(process.env.CONSUMER ?? "", "both.mjs")).href
);
