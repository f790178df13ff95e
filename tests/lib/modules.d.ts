// Modules that only another runtime or a bundler's plugin has; a file of its own, since globals.d.ts is a module.

declare module "virtual:vectors" {
  /** The files of tests/vectors by name, each as it was parsed. */
  const vectors: Parameters<typeof import("../verify/conformance.mjs").conformance>[0]["vectors"];
  export default vectors;
}

declare module "bun:sqlite" {
  // Bun's own types would change the globals of every script here.
  export const Database: new (file: string) => import("node:sqlite").DatabaseSync;
}

// Installed by the long forms of the proofs alone.
declare module "@stryker-mutator/api/*";
declare module "istanbul-lib-instrument";
