// TypeScript, as each kind of project resolves the package: what must compile does, and what must not does not.

import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { attempt } from "../lib/attempt.mjs";
import { repository } from "../lib/context.mjs";
import { run } from "../lib/exec.mjs";

const usages = path.join(repository, "tests/types");

/** The endings that decide a file's module format, and the folder of the declarations that it has to find. */
const [ESM, COMMONJS, EITHER, REQUIRED] = [
  [".mts", "dist"],
  [".cts", "cjs"],
  [".ts", "dist"],
  [".ts", "cjs"],
];

/** @type {[name: string, endings: string[], options: object, compiler?: string][]} */
const WAYS = [
  ["node16 ESM", ESM, { module: "node16", moduleResolution: "node16" }],
  ["node16 CommonJS", COMMONJS, { module: "node16", moduleResolution: "node16" }],
  ["nodenext ESM", ESM, { module: "nodenext", moduleResolution: "nodenext" }],
  ["nodenext CommonJS", COMMONJS, { module: "nodenext", moduleResolution: "nodenext" }],
  ["bundler", EITHER, { module: "esnext", moduleResolution: "bundler" }],
  // NestJS's template was so for years; TypeScript 7 has this resolution no more.
  [
    "node10 CommonJS",
    REQUIRED,
    { module: "commonjs", moduleResolution: "node10", esModuleInterop: true },
    "typescript5",
  ],
];

const NODE = { lib: ["es2023", "esnext.disposable", "dom"], types: ["node"] };

const plain = `
import { type CheckoutEvent, verify } from "checkout-signature";
export const event: CheckoutEvent = verify("{}", null, { secret: "secret" });`;

const wrong = `
import { verify } from "checkout-signature";
verify({}, null, { secret: "secret" });`;

/** @param {import("../lib/context.mjs").Context} context */
export async function* rows({ tarball, project, tool, version }) {
  const folder = project("types");
  symlinkSync(tool("@types"), path.join(folder, "node_modules/@types"), "dir");

  const tsc = async (name, files, options, compiler = "typescript", ...flags) => {
    const compilerOptions = { noEmit: true, strict: true, skipLibCheck: false, target: "es2022", ...options };
    const config = `tsconfig.${name.replaceAll(" ", "-")}.json`;
    writeFileSync(path.join(folder, config), JSON.stringify({ compilerOptions, files }, null, 2));
    return run(
      process.execPath,
      [tool(`${compiler}/bin/tsc`), "--pretty", "false", "--project", config, ...flags],
      { cwd: folder },
    );
  };
  const typescript = async (name, what, check, compiler = "typescript") => ({
    runtime: `TypeScript, ${name}`,
    version: version(compiler),
    result: what,
    ...(await whole(check)),
  });

  for (const [name, [extension, declared], options, compiler] of WAYS) {
    const check = async () => {
      const files = readdirSync(usages)
        .filter((file) => file.endsWith(".ts"))
        .map((file) => {
          const copy = `${path.basename(file, ".ts")}${extension}`;
          writeFileSync(path.join(folder, copy), readFileSync(path.join(usages, file)));
          return copy;
        });
      const listed = await tsc(name, files, { ...NODE, ...options }, compiler, "--listFiles");
      const found = listed.split("\n").filter((file) => file.includes("node_modules/checkout-signature/"));
      if (found.length === 0 || !found.every((file) => path.basename(path.dirname(file)) === declared))
        throw new Error(`it found ${found}`);
    };
    yield await typescript(name, "right uses compile, wrong ones do not", check, compiler);
  }

  const nodenext = { module: "nodenext", moduleResolution: "nodenext" };
  // Workers, browsers and many bundled projects have neither Node's types nor the newest of the language's.
  yield await typescript("no types but ES2022's", "compiles", async () => {
    writeFileSync(path.join(folder, "plain.mts"), plain);
    await tsc("plain", ["plain.mts"], { ...nodenext, lib: ["es2022"], types: [] });
  });
  // Had TypeScript found nothing or been started wrongly, the rows above would prove nothing.
  yield await typescript("a wrong use", "is reported", async () => {
    writeFileSync(path.join(folder, "wrong.mts"), wrong);
    const seen = await tsc("wrong", ["wrong.mts"], { ...nodenext, ...NODE }).catch(String);
    if (!/^wrong\.mts\(3,8\): error TS2345: /m.test(seen)) throw new Error(`saw: ${seen}`);
  });

  const attw = [tool("@arethetypeswrong/cli/dist/index.js"), tarball, "--no-color"];
  const judged = await whole(() => run(process.execPath, attw, { cwd: folder }));
  yield {
    runtime: "attw",
    version: version("@arethetypeswrong/cli"),
    result: "no problem",
    ...judged,
  };
}

/** A check that passes as a whole or throws. */
function whole(check) {
  return attempt(async () => {
    await check();
    return { passed: 1, failed: [] };
  });
}
