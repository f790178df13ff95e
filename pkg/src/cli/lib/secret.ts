// The secret, from a file, the environment or a prompt; never from the command line.

import { readWhole } from "./input.ts";
import { prompt } from "./prompt.ts";
import { UsageError } from "./usage.ts";

export const SECRET_VARIABLE = "CHECKOUT_SECRET";

export const SECRET_WAYS =
  `Give the secret by --secret-file FILE, by the environment variable ${SECRET_VARIABLE} (or another: --secret-env NAME), ` +
  "or at the prompt that appears on a terminal.";

export const SECRET_OPTIONS = {
  "secret-file": {
    value: "FILE",
    multiple: true,
    help: "Reads the secret from a file, without the newline at its end. Repeat it for a rotation, newest first.",
  },
  "secret-env": {
    value: "NAME",
    help: `Reads the secret from this environment variable instead of ${SECRET_VARIABLE}.`,
  },
} as const;

/** The options that say where the secret is. */
export interface SecretValues {
  readonly "secret-file"?: readonly string[] | undefined;
  readonly "secret-env"?: string | undefined;
}

export type Secrets = [string | Uint8Array, ...(string | Uint8Array)[]];

/**
 * Reads the secrets that were given, newest first; where there is none, asks for one.
 *
 * @param situation whether stdin is read for something else
 */
export async function readSecrets(
  values: SecretValues,
  { isStdinRead = false }: { isStdinRead?: boolean } = {},
): Promise<Secrets> {
  const given = (await readSecretOptions(values)) ?? readVariable(SECRET_VARIABLE, SECRET_VARIABLE);
  if (given) return given;
  const typed = await prompt("Secret key for callbacks (not shown): ", isStdinRead);
  if (typed === undefined) throw new UsageError(`There is no secret. ${SECRET_WAYS}`);
  return [typed];
}

/** Reads the secrets that the options name, and no other; `undefined` where there is no such option. */
export async function readSecretOptions({
  "secret-file": files = [],
  "secret-env": name,
}: SecretValues): Promise<Secrets | undefined> {
  if (files.length > 0 && name !== undefined) {
    throw new UsageError("Give the secret by --secret-file or by --secret-env, not by both.");
  }
  const secrets: (string | Uint8Array)[] = [];
  for (const [at, file] of files.entries()) {
    const what = `the secret from --secret-file${files.length > 1 ? ` number ${at + 1}` : ""}`;
    secrets.push(decodeSecret(await readWhole(file, what), what));
  }
  const [first, ...others] = secrets;
  if (first !== undefined) return [first, ...others];
  if (name === undefined) return undefined;
  // The name is not repeated: anyone who takes the option for --secret has put the secret there.
  const secret = readVariable(name, "The environment variable that --secret-env names");
  if (!secret) throw new UsageError("The environment variable that --secret-env names is not set here.");
  return secret;
}

function readVariable(name: string, what: string): Secrets | undefined {
  const secret = process.env[name];
  if (secret === "") throw new UsageError(`${what} is set, but empty.`);
  return secret === undefined ? undefined : [secret];
}

function decodeSecret(bytes: Uint8Array, what: string): string | Uint8Array {
  const [first, second, third] = bytes;
  if (
    (first === 0xef && second === 0xbb && third === 0xbf) ||
    (first === 0xff && second === 0xfe) ||
    (first === 0xfe && second === 0xff)
  ) {
    throw new UsageError(
      `Cannot read ${what}: the file begins with a byte order mark. Save it as UTF-8 without one.`,
    );
  }
  const secret = bytes.at(-1) === 0x0a ? bytes.subarray(0, bytes.at(-2) === 0x0d ? -2 : -1) : bytes;
  if (secret.length === 0) throw new UsageError(`Cannot read ${what}: the file is empty.`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(secret);
  } catch {
    return secret;
  }
}
