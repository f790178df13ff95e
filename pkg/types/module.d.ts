/** The WebAssembly module as the bundler hands it to an entry: base64. */
declare const base64: string;
export default base64;
