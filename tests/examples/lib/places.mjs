// Where the examples are, and what they run on.

import { existsSync } from "node:fs";
import path from "node:path";

const repository = path.resolve(import.meta.dirname, "../../..");

export const examplesFolder = path.join(repository, "examples");
export const installed = (file) => path.join(repository, "node_modules", file);

export { consumer, imported, postgres, sandbox } from "../../lib/consumer.mjs";

/** The example for axum, built. */
export const axum = process.env.AXUM || "the program that AXUM names";

/** Something that an example needs is not installed here. */
export class Missing extends Error {}

/** @param {string[]} files that must be here */
export function need(files) {
  const file = files.find((file) => !existsSync(file));
  if (file === undefined) return;
  const how = file.includes("node_modules")
    ? "npm ci"
    : "cargo build --locked --package example-axum, and AXUM=<the program>";
  throw new Missing(`${path.relative(repository, file)} is missing: ${how}`);
}
