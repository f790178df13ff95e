// The header: a file of its own in the package, see xtask/node/bundle.mjs.

export { locateHeaders } from "./locate.ts";
export { DOCUMENTED_SIGNATURE, readHeader } from "./readings.ts";
