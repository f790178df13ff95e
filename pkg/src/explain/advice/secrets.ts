// What can be seen in the secrets by themselves, where nothing matches.

import { isPaddedSecret } from "../../shared/padded-secret.ts";
import type { FindingCode } from "../codes.ts";
import type { Finding } from "../finding.ts";
import { isDocument } from "../suspects/secret-documents.ts";
import { decodeUtf8 } from "../text.ts";

/** Shorter secrets are most likely a part of the real one. */
const SHORT_SECRET_CHARACTERS = 16;

/** @param isTried whether it is known that what seems to be wrong is not all */
export function inspectSecrets(secrets: readonly Uint8Array[], isTried: boolean): Finding[] {
  return secrets.flatMap((secret, at) => {
    const name = secrets.length === 1 ? "The secret" : `Secret ${at + 1} of ${secrets.length}`;
    return [...inspectSecret(decodeUtf8(secret) ?? "", name, isTried)];
  });
}

function* inspectSecret(text: string, name: string, isTried: boolean): Generator<Finding> {
  const alone = isTried ? " That alone does not help: something else is wrong as well." : "";
  const say = (code: FindingCode, finding: string, change: string): Finding => ({
    code,
    finding: `${name} ${finding}`,
    change,
  });
  if (isPaddedSecret(text)) {
    yield say(
      "secret-looks-padded",
      "begins or ends with whitespace, most likely the newline of the file or variable that it came from.",
      `Trim it.${alone}`,
    );
  }
  if (/^(["'`]).*\1$/s.test(text) || /^[\u2018-\u201f\u00ab\u00bb].*[\u2018-\u201f\u00ab\u00bb]$/s.test(text))
    yield say("secret-looks-quoted", "has quotes around it.", `Most likely, remove them.${alone}`);
  if (/^[\p{Default_Ignorable_Code_Point}\p{Cf}\ufffd\0]/u.test(text)) {
    yield say(
      "secret-looks-marked",
      "begins with an invisible character, such as a byte order mark, or with one that could not be read.",
      `Save the file that it comes from as UTF-8 without a byte order mark.${alone}`,
    );
  }
  if (isDocument(text)) {
    yield say(
      "secret-looks-like-json",
      "is a JSON object, as secrets managers return it.",
      `Set the secret to the value of the member that holds the key.${alone}`,
    );
  } else if (text.includes("-----BEGIN")) {
    yield say(
      "secret-looks-like-pem",
      "is a key or certificate in PEM, and callbacks are signed with a shared secret.",
      "Set the secret key for callbacks, which the merchant has from the API.",
    );
  } else if (/^eyJ[\w-]*\.[\w-]+\./.test(text)) {
    yield say(
      "secret-looks-like-token",
      "is a JSON Web Token, as access tokens are.",
      "Set the secret key for callbacks: it is neither a token nor the API key.",
    );
  } else if (/^(?:\$\{?\w+\}?|%\w+%|\{\{.*\}\}|<.*>|process\.env\..*)$/s.test(text)) {
    yield say(
      "secret-looks-like-placeholder",
      "looks like the name of a variable, or a placeholder, not like its value.",
      "Make sure that the value is filled in: single quotes, and files that nothing expands, leave a name as it is.",
    );
  } else if (text.length > 0 && text.length < SHORT_SECRET_CHARACTERS) {
    yield say(
      "secret-looks-cut",
      `has only ${text.length} character${text.length === 1 ? "" : "s"}.`,
      'Check that all of it was copied. In double quotes a shell expands $: "pa$word" becomes pa. A # begins a comment in a ' +
        ".env file. Single quotes prevent both.",
    );
  }
}
