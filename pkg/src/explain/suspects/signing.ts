// By which secret and which rule it may have been signed: a file of its own in the package, see xtask/node/bundle.mjs.

export { listSecretCandidates } from "./secrets.ts";
export { listSigningRules } from "./signing-rules.ts";
