// A text's digest, with what every runtime has.

/** The hash of a text's UTF-8 bytes, as hexadecimal digits. */
export async function digestText(algorithm: "SHA-1" | "SHA-256", text: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest(algorithm, new TextEncoder().encode(text)));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
