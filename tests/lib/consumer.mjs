// The package as a user has it installed: the packed tarball in a project, whose folder is in CONSUMER.

import path from "node:path";
import { pathToFileURL } from "node:url";

if (!process.env.CONSUMER)
  throw new Error(
    "CONSUMER must name a folder in which the packed tarball is installed: cargo xtask test makes target/a consumer.",
  );

/** The project's folder; scripts that are put into it import the package by its name. */
export const consumer = path.resolve(process.env.CONSUMER);
/** Both copies of the package and its subpaths, as the project imports them. */
export const entry = pathToFileURL(path.join(consumer, "both.mjs")).href;
export const { imported, required, handler, redis, postgres, mysql, sqlite, d1, explain, sandbox } =
  await import(entry);
