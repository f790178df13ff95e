// Loaded into processes of tests: writes which mutants they have reached, also into those that they start themselves.

import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";

process.on("exit", () => {
  const file = path.join(process.env.MUTANT_COVERAGE ?? ".", `${randomUUID()}.json`);
  writeFileSync(file, JSON.stringify(globalThis.__stryker__?.mutantCoverage ?? {}));
});
