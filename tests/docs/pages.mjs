// The pages of documentation: what a reader may start from, and docs/.

import { readdirSync } from "node:fs";
import path from "node:path";

export const repository = path.join(import.meta.dirname, "../..");

export const pages = [
  ...["", "docs", "examples", "pkg", "src", "tests/vectors"].flatMap((folder) =>
    readdirSync(path.join(repository, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
      .map((entry) => path.posix.join(folder, entry.name)),
  ),
]
  // A copy in the package, and what is generated from other people's files.
  .filter((page) => !/^pkg\/(?!README)|^THIRD-PARTY/.test(page));
