// Declares the npm package: one `.d.ts` for each entry and its CommonJS copy, with the texts of the source, and a report of each
// entry's public face.
//
// usage: node declarations.mjs <folder for what is generated> <folder of the package's files> <folder of the reports>

import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { main, source, subpaths } from "./entries.mjs";

const [generated, out, reports] = process.argv.slice(2).map((argument) => path.resolve(argument));
const entries = { ...main, ...subpaths };

// The extractor reads declarations of the TypeScript that it brings, so that one writes them too.
const ts = createRequire(createRequire(import.meta.url).resolve("@microsoft/api-extractor"))("typescript");

const NAME = "checkout-signature";
const COMPILER = {
  strict: true,
  target: "es2022",
  lib: ["es2023", "esnext.disposable", "dom", "dom.iterable"],
  module: "esnext",
  moduleResolution: "bundler",
  types: [],
};

const rolledUp = path.join(generated, "rolled-up");
for (const folder of [out, reports]) mkdirSync(folder, { recursive: true });
if (!isUpToDate()) {
  emit();
  linkPackage();
  const problems = rollUpAll();
  if (problems.length > 0) throw new Error(problems.join("\n"));
  writeFileSync(path.join(generated, "sources"), hashSources());
}
for (const name of Object.keys(entries)) copy(name);

/** Whether the sources are those of the last run: rolling them up takes some seconds. */
function isUpToDate() {
  const last = path.join(generated, "sources");
  return existsSync(last) && readFileSync(last, "utf8") === hashSources();
}

function hashSources() {
  const hash = createHash("sha256");
  const files = readdirSync(source, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  const paths = files.map((file) => path.join(file.parentPath, file.name)).sort();
  for (const file of [...paths, path.join(source, "../tsconfig.json"), fileURLToPath(import.meta.url)]) {
    hash.update(`${file}\n`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** Copies one entry's declarations to where they are published, and its report. */
function copy(name) {
  const types = path.join(rolledUp, `${name}.d.ts`);
  // The same declarations twice: TypeScript takes the module format from the package.json of the folder.
  for (const folder of [out, path.join(out, "cjs")]) copyFileSync(types, path.join(folder, `${name}.d.ts`));
  copyFileSync(path.join(rolledUp, `${name}.md`), path.join(reports, `${name}.md`));
}

/** Emits a declaration for each source file. */
function emit() {
  rmSync(generated, { recursive: true, force: true });
  const config = ts.getParsedCommandLineOfConfigFile(
    path.join(source, "../tsconfig.json"),
    { noEmit: false, emitDeclarationOnly: true, stripInternal: true, outDir: generated, rootDir: source },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail },
  );
  const program = ts.createProgram(config.fileNames, config.options);
  const { diagnostics } = program.emit();
  if (diagnostics.length > 0) fail(diagnostics[0]);
  // The source has a constant of its own, for runtimes without the symbol; its type is the symbol's.
  const verifier = path.join(generated, "verify/verifier.d.ts");
  writeFileSync(verifier, readFileSync(verifier, "utf8").replace("[dispose]()", "[Symbol.dispose]()"));
}

function fail({ messageText }) {
  throw new Error(ts.flattenDiagnosticMessageText(messageText, "\n"));
}

/** Makes the package's own name lead to its entries, as in a user's installation. */
function linkPackage() {
  const folder = path.join(generated, "node_modules", NAME);
  mkdirSync(folder, { recursive: true });
  writeManifest(generated, { name: "declarations" });
  writeManifest(folder, { name: NAME, types: "index.d.ts" });
  for (const name of Object.keys(entries)) {
    const target = path.relative(folder, declarationOf(name)).replaceAll(path.sep, "/");
    writeFileSync(path.join(folder, `${name}.d.ts`), `export * from "${target.replace(".d.ts", "")}";\n`);
  }
}

function writeManifest(folder, manifest) {
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ version: "0.0.0", ...manifest }));
}

function declarationOf(name) {
  return path.join(generated, path.relative(source, entries[name])).replace(/\.ts$/, ".d.ts");
}

/** Rolls the declarations of each entry up into one file, and reports its public face; gives what is wrong with them. */
function rollUpAll() {
  const configurations = Object.keys(entries).map(configure);
  // One program for all of them, since making it takes most of the time.
  const compilerState = CompilerState.create(configurations[0], {
    additionalEntryPoints: Object.keys(entries).map(declarationOf),
  });
  return configurations.flatMap((configuration) => rollUp(configuration, compilerState));
}

function rollUp(configuration, compilerState) {
  const { name } = configuration.packageJson;
  const problems = [];
  Extractor.invoke(configuration, {
    localBuild: true,
    compilerState,
    messageCallback(message) {
      message.handled = true;
      // What is said on the console is about the files that are written.
      if (message.category === "console" || !["error", "warning"].includes(message.logLevel)) return;
      problems.push(`${name}: ${message.text} (${message.sourceFilePath}:${message.sourceFileLine})`);
    },
  });
  const report = readFileSync(path.join(generated, `reports/${name}.public.api.md`), "utf8");
  writeFileSync(path.join(rolledUp, `${name}.md`), report.replace(`"${name}"`, `"${specifierOf(name)}"`));
  return problems;
}

function specifierOf(name) {
  return name === "index" ? NAME : `${NAME}/${name}`;
}

function configure(name) {
  const declaration = declarationOf(name);
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: path.join(generated, "package.json"),
    // The extractor takes no name with a slash in it.
    packageJson: { name, version: "0.0.0" },
    configObject: {
      projectFolder: generated,
      mainEntryPointFilePath: declaration,
      compiler: { overrideTsconfig: { compilerOptions: COMPILER, files: [declaration] } },
      dtsRollup: { enabled: true, untrimmedFilePath: path.join(rolledUp, `${name}.d.ts`) },
      apiReport: {
        enabled: true,
        reportFileName: name,
        reportVariants: ["public"],
        reportFolder: path.join(generated, "reports"),
        reportTempFolder: path.join(generated, "reports/temp"),
      },
      docModel: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        extractorMessageReporting: {
          default: { logLevel: ExtractorLogLevel.Error },
          // Everything that is exported is public; a member whose name says all needs no text.
          "ae-missing-release-tag": { logLevel: ExtractorLogLevel.None },
          "ae-undocumented": { logLevel: ExtractorLogLevel.None },
          // Declared without being exported: harmless, and shown to the reviewer.
          "ae-forgotten-export": { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: true },
        },
        // The texts are for people; TypeScript's own reader of them is more lenient.
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
  });
}
