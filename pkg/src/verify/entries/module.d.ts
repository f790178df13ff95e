/** The WebAssembly module as the bundler hands it to an entry: base64. */
declare module "#module" {
  const base64: string;
  export default base64;
}

/** The WebAssembly module as edge runtimes hand it over: compiled. */
declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}
