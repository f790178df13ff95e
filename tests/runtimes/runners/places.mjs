// Where a project can stand: in a folder that is not writable, in a process without rights, under an odd name.

import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { attempt } from "../lib/attempt.mjs";
import { REPORT, result, run } from "../lib/exec.mjs";

/** A script that imports the package; `before` stands where nothing was called yet, `after` where there is an outcome. */
const imported = ({ before = "", after = "" } = {}) => `
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as pkg from "checkout-signature";
import { check } from "./suite.js";
const otherCopy = createRequire(import.meta.url)("checkout-signature");
${before}
const outcome = check(pkg, otherCopy);
${after}
${REPORT}`;

const required = `
const pkg = require("checkout-signature");
const { check } = require("./suite.cjs");
import("checkout-signature").then((otherCopy) => {
  const outcome = check(pkg, otherCopy);
  ${REPORT}
});`;

/** Proves that the place is what it is said to be. */
const refused = (what, call) => `
let succeeded = true;
try { ${call}; } catch { succeeded = false; }
if (succeeded) outcome.failed.push(${JSON.stringify(`not refused: ${what}`)});`;

const readOnly = imported({
  after: refused(
    "writing to the package",
    'writeFileSync(new URL("node_modules/checkout-signature/new", import.meta.url), "")',
  ),
});

// Nothing binds root, and its Node may stand where nobody else can start it: so it is started, and then lets go.
const asNobody = `
if (process.getuid?.() === 0) {
  process.setgroups([]);
  process.setgid(65534);
  process.setuid(65534);
}`;

// The loader has to read; from the first call on nothing may.
const withoutRights = imported({
  before: 'process.permission.drop("fs");',
  after: `
for (const scope of ["fs.read", "fs.write", "net", "child", "worker", "wasi", "addon"]) {
  if (process.permission.has(scope)) outcome.failed.push(\`the permission "\${scope}" was given\`);
}
${refused("reading the script", "readFileSync(new URL(import.meta.url))")}`,
});

/** @param {import("../lib/context.mjs").Context} context */
export async function* rows({ subject, project, tool }) {
  const row = async (place, major, outcome) => {
    const node = tool(`node${major}/bin/node`);
    const version = (await run(node, ["--version"])).trim().slice(1);
    return {
      runtime: `Node ${major}, ${place}`,
      version,
      ...(await attempt(async () => result(await outcome(node)))),
    };
  };

  yield await row("a read-only folder", 24, async (node) => {
    // Not in the folder of the work: nobody may be allowed to look into that.
    const folder = mkdtempSync(path.join(tmpdir(), "read-only-"));
    try {
      cpSync(subject, folder, { recursive: true });
      writeFileSync(path.join(folder, "script.mjs"), readOnly);
      writeFileSync(path.join(folder, "as-nobody.mjs"), asNobody);
      allow(folder, 0o555, 0o444);
      return await run(node, ["--import", "./as-nobody.mjs", "script.mjs"], { cwd: folder });
    } finally {
      allow(folder, 0o755, 0o644);
      rmSync(folder, { recursive: true });
    }
  });

  // The first version whose permissions cover the network too.
  yield await row("no access to files or network", 26, async (node) => {
    const folder = project("without rights");
    writeFileSync(path.join(folder, "script.mjs"), withoutRights);
    return await run(node, ["--permission", `--allow-fs-read=${folder}`, "script.mjs"], { cwd: folder });
  });

  const odd = project("ærlig 支付 🔑 100%25 #1 ?a=b");
  for (const [way, file, source] of [
    ["import", "script.mjs", imported()],
    ["require", "script.cjs", required],
  ]) {
    writeFileSync(path.join(odd, file), source);
    yield await row(`a path with spaces, non-ASCII letters, %, # and ?, ${way}`, 24, (node) =>
      run(node, [path.join(odd, file)]),
    );
  }
}

/** Sets the permissions of a folder and of all in it. */
function allow(folder, folders, files) {
  chmodSync(folder, folders | 0o200);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const inside = path.join(folder, entry.name);
    if (entry.isDirectory()) allow(inside, folders, files);
    // A link's mode is that of the file behind it, which may stand elsewhere.
    else if (entry.isFile()) chmodSync(inside, files);
  }
  chmodSync(folder, folders);
}
