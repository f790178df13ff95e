/** The WebAssembly module as text: `decodeModule` has its form. */
declare module "#module" {
  export const text: string;
}

/** A WebAssembly module that is written in here, as its bytes. */
declare module "*.wat" {
  const bytes: number[];
  export default bytes;
}

/** The WebAssembly module as edge runtimes hand it over: compiled. */
declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}
