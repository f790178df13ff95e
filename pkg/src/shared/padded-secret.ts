/** Whether a secret begins or ends with whitespace: it most likely came from a file or a variable with a newline. */
export function isPaddedSecret(secret: string): boolean {
  return /^\p{White_Space}|\p{White_Space}$/u.test(secret);
}
