/** The WebAssembly module as text: which bytes are one character, as 64 hexadecimal digits of four bytes each, and the text. */
declare module "#module" {
  export const common: string;
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
