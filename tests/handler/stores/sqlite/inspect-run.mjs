// Prints what is in a database, for a test whose own runtime has no client.
//
// usage: inspect-run.mjs <client> <file> prepare|orders|notes

import { inspectWith, prepareWith } from "./kind.mjs";

const [name, file, what] = process.argv.slice(2);
if (what === "prepare") await prepareWith(name, { file });
const database = await inspectWith(name, { file });
console.log(JSON.stringify(what === "prepare" ? true : await database[what]()));
await database.close();
