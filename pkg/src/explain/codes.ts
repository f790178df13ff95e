// The documentation's table is made from these lines: the title of a group, or a code with what it stands for.

/** What a finding is: a stable name for programs and tests. */
export type FindingCode =
  // The signature matches
  | "signature-valid" // The signature matches; nothing has to change.
  | "signature-valid-older-secret" // The signature matches one of the older secrets.
  | "secret-padded-but-right" // The signature matches a string secret with whitespace at an end, which verify refuses.
  | "altered-whitespace" // The signature matches, but whitespace was added where it changes the event.
  | "malformed-event" // The signature matches, but the body is not an event.
  | "documented-example" // The signature is the example of the API's documentation.
  // A match was found
  | "several-changes" // Several changes are needed together; parts has each of them.
  | "nothing-else" // With what the findings before it say fixed, the signature matches.
  | "matches-serialized-again" // A parsed body matches when it is serialized again, by chance.
  // Who answered
  | "challenge-missing" // The 401 has no challenge of this package's handler.
  | "challenge-of-another" // The 401 has the challenge of something else, such as a gateway.
  // The header: where it is
  | "header-missing" // The Authorization header is missing or empty.
  | "header-not-among-headers" // There are headers, but no Authorization header.
  | "header-not-a-header" // Something other than a header was given.
  | "header-too-long" // The header is longer than any credentials.
  | "header-bytes" // The header was given as bytes.
  | "header-whole-request" // The whole request was given as the header.
  | "headers-unknown-form" // The headers were given in a form that verify does not read.
  | "header-renamed" // The value is in a header of another name.
  // The header: what has become of it
  | "header-line-break" // It has a line break at its start or end.
  | "header-with-name" // Its name was given along with its value.
  | "header-percent-encoded" // It is percent-encoded.
  | "header-html" // It has HTML character references.
  | "header-backslashes" // It has backslashes before its quotes.
  | "header-lookalikes" // It has invisible characters, or characters that look like others.
  | "header-quoted" // Its whole value is in quotes.
  // The header: how the signature is written
  | "header-several-signatures" // It has more than one signature.
  | "header-digits-alone" // It has the digits alone.
  | "header-no-parameter" // Signature= is missing.
  | "header-no-algorithm" // HMAC-SHA256 is missing.
  | "header-other-scheme" // The digits follow the name of another scheme.
  | "header-other-api" // The signature is written as another API writes it.
  | "header-other-parameter" // The parameter has another name than Signature.
  | "header-other-algorithm" // The algorithm is another one, or spelled differently.
  | "header-other-quotes" // The digits are enclosed in something other than double quotes.
  | "header-time-stamp" // There is a time stamp beside the signature.
  | "header-something-before" // Something else precedes the digits.
  | "header-something-after" // Something follows the signature.
  | "header-grouped-digits" // The digits are in groups.
  | "header-base64" // The signature is in base64.
  | "header-base64url" // The signature is in base64url.
  | "header-base64-of-hex" // The digits are written in base64 once more.
  | "header-cut" // The signature was cut off.
  | "header-wrong-length" // The signature has another number of digits than 64.
  | "header-other-credentials" // The header holds other credentials, such as a bearer token.
  | "header-no-digits" // The header names the algorithm, but has no signature.
  | "header-no-signature" // There is nothing like a signature in the header.
  | "header-unknown-scheme" // The header has another scheme, and nothing like a signature.
  // The secret
  | "secret-whitespace" // It has whitespace around it.
  | "secret-quotes" // It has quotes around it.
  | "secret-typographic-quotes" // It has typographic quotes around it.
  | "secret-typography" // Its quotes or dashes were replaced by typographic ones.
  | "secret-invisible-characters" // It has invisible characters, such as a byte order mark.
  | "secret-utf16" // It is UTF-16 that was not read as such.
  | "secret-json-member" // It is a JSON object with the secret in it, as secrets managers return it.
  | "secret-shell-expansion" // A shell has replaced a $ in it and what followed.
  | "secret-literal-newline" // It ends with the two characters of an escape such as \n.
  | "secret-prefix" // It has a prefix that ends with an underscore.
  | "secret-name" // It has a name and a sign before it, as a line of a file has.
  | "secret-comment" // It has a comment after it.
  | "secret-inner-whitespace" // It has whitespace inside it.
  | "secret-backslashes" // It has backslashes that escape characters.
  | "secret-hyphens" // It has hyphens or braces that do not belong to it.
  | "secret-doubled" // It was given twice over.
  | "secret-escapes" // It has escapes that were not read.
  | "secret-percent-encoded" // It is percent-encoded.
  | "secret-html" // It has HTML character references.
  | "secret-double-dollar" // It has $$ for each $.
  | "secret-lower-case" // It must be in lower case.
  | "secret-upper-case" // It must be in upper case.
  | "secret-uuid-hyphens" // It lacks the hyphens of a UUID.
  | "secret-nfc" // Its accents must be joined to their letters.
  | "secret-nfd" // Its accents must be apart from their letters.
  | "secret-misread-utf8" // Its UTF-8 was read as Latin-1.
  | "secret-hex" // It must be decoded from hexadecimal digits.
  | "secret-base64" // It must be decoded from base64.
  | "secret-was-hex" // It was decoded from hexadecimal digits, and must not be.
  | "secret-was-hex-upper-case" // It was decoded from upper-case hexadecimal digits, and must not be.
  | "secret-was-base64" // It was decoded from base64, and must not be.
  | "secret-was-base64-unpadded" // It was decoded from base64 without padding, and must not be.
  | "secret-was-base64url" // It was decoded from base64url, and must not be.
  | "secret-uuid-bytes" // It must be given as the 16 bytes of a UUID.
  | "secret-guid-bytes" // It must be given as the 16 bytes of a .NET Guid.
  // The sender's secret
  | "sender-secret-newline" // The sender's has a newline at its end.
  | "sender-secret-crlf" // The sender's has a carriage return and a newline at its end.
  | "sender-secret-space" // The sender's has a space at its end.
  | "sender-secret-double-quotes" // The sender's has double quotes around it.
  | "sender-secret-single-quotes" // The sender's has single quotes around it.
  | "sender-secret-percent-encoded" // The sender's is percent-encoded.
  | "sender-secret-misread-utf8" // The sender's is UTF-8 that was read as Latin-1 and encoded again.
  | "sender-secret-utf16" // The sender uses its UTF-16.
  | "sender-secret-utf16-big-endian" // The sender uses its UTF-16, the high byte first.
  | "sender-secret-latin1" // The sender uses its Latin-1.
  | "sender-secret-empty" // The sender's is empty.
  | "sender-secret-undefined" // The sender's is the word "undefined".
  | "sender-secret-null" // The sender's is the word "null".
  | "sender-secret-object" // The sender's is an object that was converted to text.
  // What was given for the body
  | "body-parsed" // It was parsed: an object was given.
  | "body-empty-object" // It is an empty object: nothing parsed it, and nothing kept it.
  | "body-unreadable" // It is an object that cannot be read.
  | "body-missing" // It is null or undefined.
  | "body-function" // A function was given.
  | "body-not-bytes" // A number, a boolean or the like was given.
  | "body-promise" // A promise was given.
  | "body-stream" // A stream was given that nothing has read.
  | "body-request" // A request or a Blob was given that nothing has read.
  | "body-form" // It was parsed into a map or a form.
  | "body-whole-request" // The whole request was given.
  | "body-is-base64-encoded" // It is in base64, as isBase64Encoded says.
  | "body-other-array" // Another kind of array than a Uint8Array was given.
  | "body-shared-buffer" // A SharedArrayBuffer was given.
  | "body-string-object" // A String object was given.
  | "body-byte-list" // Its bytes were given as a list of numbers.
  | "body-parsed-as-form" // It was parsed as a form.
  | "body-too-large" // It is longer than maxBodyBytes.
  // A body that was encoded, decoded or wrapped
  | "body-base64" // It is base64 of what was signed.
  | "body-form-field" // It is a form with the signed body in a field.
  | "body-form-name" // It became the name of a form's field.
  | "body-percent-encoded" // It is percent-encoded.
  | "body-json-string" // It was serialized as JSON twice.
  | "body-backslashes" // It has backslashes before its quotes.
  | "body-html" // It has HTML character references.
  | "body-misread-utf8" // Its UTF-8 was read as Latin-1 and encoded again.
  | "body-latin1" // It is in Latin-1.
  | "body-windows-1252" // It is in Windows-1252.
  | "body-utf16" // It is in UTF-16.
  | "body-misread-utf16" // It is UTF-16 that was read as another encoding.
  | "body-zero-bytes" // It has zero bytes at its end.
  | "body-repeated-mark" // It begins with more than one byte order mark.
  | "body-mark" // It begins with a byte order mark that was not signed.
  | "body-mark-lost" // It lacks the byte order mark that was signed.
  | "body-invisible-start" // It begins with an invisible character that was not signed.
  | "body-with-head" // It has the request's headers before it.
  | "body-chunked" // It has the sizes of its chunks in it.
  | "body-typographic-quotes" // Its quotes were replaced by typographic ones.
  | "body-nfd" // Its accents are apart from their letters, and were joined.
  | "body-nfc" // Its accents are joined to their letters, and were apart.
  | "body-wrapped" // The signed event is inside other JSON.
  | "sender-latin1" // The sender signs Latin-1 and sends UTF-8.
  | "sender-utf16" // The sender signs UTF-16 and sends UTF-8.
  | "sender-misread-utf8" // The sender signs UTF-8 that was read as Latin-1.
  | "sender-misread-utf8-windows" // The sender signs UTF-8 that was read as Windows-1252.
  | "sender-zero-byte" // The sender signs a zero byte at the end.
  // A body that was parsed and written again
  | "json-unescaped" // What was signed has no unnecessary escapes.
  | "json-escaped-slashes" // What was signed has slashes as \/.
  | "json-escaped-python" // What was signed has the escapes of Python.
  | "json-escaped-php" // What was signed has the escapes of PHP.
  | "json-escaped-go" // What was signed has the escapes of Go and Rails.
  | "json-escaped-gson" // What was signed has the escapes of Gson.
  | "json-escaped-dotnet" // What was signed has the escapes of .NET's System.Text.Json.
  | "json-escaped-jackson" // What was signed has the escapes of Jackson.
  | "json-stringified" // What was signed has numbers and repeated members as JSON.stringify writes them.
  | "json-documented-order" // What was signed has its members in the documented order.
  | "json-sorted" // What was signed has its members sorted by name.
  | "json-payload-first" // What was signed has its payload before its type.
  | "json-reordered" // What was signed has its members in another order.
  | "json-without-added-members" // What was signed lacks members that were added on the way.
  | "json-without-null-members" // What was signed lacks the members that are null.
  | "json-pascal-case" // What was signed has names in PascalCase.
  | "json-camel-case" // What was signed has names in camelCase.
  | "json-snake-case" // What was signed has names in snake_case.
  | "json-ids-without-hyphens" // What was signed has ids without hyphens.
  | "json-ids-with-hyphens" // What was signed has ids with hyphens.
  | "json-ids-lower-case" // What was signed has ids in lower case.
  | "json-ids-upper-case" // What was signed has ids in upper case.
  | "json-numbers-as-strings" // What was signed has numbers as strings.
  | "json-strings-as-numbers" // What was signed has strings of digits as numbers.
  | "json-floats" // What was signed has whole numbers as 2000.0.
  | "json-spaced-python" // What was signed has a space after each comma and colon.
  | "json-indented-2" // What was signed is indented by two spaces.
  | "json-indented-2-crlf" // What was signed is indented by two spaces, with Windows line breaks.
  | "json-indented-4" // What was signed is indented by four spaces.
  | "json-indented-tabs" // What was signed is indented by tabs.
  | "json-final-newline" // What was signed has a newline at its end.
  | "json-final-crlf" // What was signed has a carriage return and a newline at its end.
  | "json-trimmed" // What was signed has no whitespace around it.
  | "json-lf" // What was signed has Unix line breaks.
  | "json-crlf" // What was signed has Windows line breaks.
  // Another rule
  | "whitespace-all" // All whitespace is removed before signing.
  | "whitespace-insignificant" // Only whitespace outside strings is removed before signing.
  | "whitespace-none" // No whitespace is removed before signing.
  | "signed-body" // The whole body is signed.
  | "signed-payload" // The payload alone is signed.
  | "rule-keeps-mark" // The sender keeps a byte order mark.
  | "rule-ascii" // The sender removes ASCII whitespace only.
  | "rule-spaces" // The sender removes spaces only.
  | "rule-line-breaks" // The sender removes line breaks only.
  | "rule-keeps-tabs" // The sender removes spaces and line breaks, but no tabs.
  | "rule-trim" // The sender removes whitespace at the ends only.
  | "rule-javascript" // The sender removes what JavaScript's \s matches.
  | "rule-python" // The sender removes what Python's split() splits at.
  | "rule-java" // The sender removes what Java's isWhitespace matches.
  | "rule-invisible" // The sender removes invisible characters too.
  | "rule-escapes" // The sender removes the escapes \n, \r and \t too.
  | "rule-latin1" // The sender removes whitespace byte by byte, as in Latin-1.
  // Nothing matches: what can be seen
  | "body-empty" // The body is empty.
  | "body-compressed" // The body is compressed.
  | "body-not-utf8" // The body is not UTF-8.
  | "body-lossy-decoding" // Bytes of the body were lost when they were read as text.
  | "body-object-as-text" // The body is [object Object] or the like.
  | "body-missing-as-text" // The body is the word undefined or null.
  | "body-markup" // The body is HTML or XML.
  | "body-masked" // The body seems to be masked by a log.
  | "body-cut" // The body ends before its JSON does.
  | "body-not-json" // The body is not JSON.
  | "body-not-an-event" // The body has no type and payload.
  | "secret-looks-padded" // The secret has whitespace at an end; that alone does not help.
  | "secret-looks-quoted" // The secret has quotes around it; that alone does not help.
  | "secret-looks-marked" // The secret begins with an invisible character; that alone does not help.
  | "secret-looks-like-json" // The secret is a JSON object.
  | "secret-looks-like-pem" // The secret is a key or certificate in PEM.
  | "secret-looks-like-token" // The secret is a JSON Web Token.
  | "secret-looks-like-placeholder" // The secret is the name of a variable, or a placeholder.
  | "secret-looks-cut" // The secret is very short.
  // Nothing matches: what to check next
  | "nothing-matches" // Nothing that was tried matches: check the secret first.
  | "secret-may-be-changed" // The secret may have been changed where it was set.
  | "body-may-be-changed" // The body may have been changed on the way.
  | "other-delivery" // The signature may belong to another delivery.
  | "other-sender" // The request may not come from the Checkout API.
  | "search-incomplete"; // Not everything was tried.
