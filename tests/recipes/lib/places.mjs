// Where the recipes are, and what they run on.

import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const repository = path.resolve(import.meta.dirname, "../../..");

export const recipesFolder = path.join(repository, "recipes");
export const ofJs = (file) => path.join(repository, "tests/js/node_modules", file);
export const ofRuntimes = (file) => path.join(repository, "tests/runtimes/node_modules", file);

/** A user's project with the packed tarball in it. */
export const consumer = path.resolve(process.env.CONSUMER ?? "");
export const { imported, sandbox } = await import(pathToFileURL(path.join(consumer, "both.mjs")).href);

/** The recipe for axum, built. */
export const axum = process.env.AXUM || "the program that AXUM names";

/** Something that a recipe needs is not installed here. */
export class Missing extends Error {}

/** @param {string[]} files that must be here */
export function need(files) {
  const file = files.find((file) => !existsSync(file));
  if (file === undefined) return;
  const [, folder] = /(tests.(?:js|runtimes)).node_modules/.exec(file) ?? [];
  const how = folder ? `npm ci --prefix ${folder}` : "cargo build --locked --package recipe-axum, and AXUM=<the program>";
  throw new Missing(`${path.relative(repository, file)} is missing: ${how}`);
}
