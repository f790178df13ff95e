// What may have been signed instead of the body: a file of its own in the package, see xtask/node/bundle.mjs.

export { PARSED_BODY, readGivenBody } from "./given-body.ts";
export { listRecodedBodies } from "./recoded-bodies.ts";
export { listRewrittenBodies } from "./rewritten-bodies.ts";
