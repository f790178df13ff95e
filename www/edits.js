// What the buttons do to a body. They work on the text, since the signature is over the text: parsing and
// serialising again may change more than what the button says.

const AMOUNT = /("amount"\s*:\s*)(\d+)/;
const PAYMENT_ID = /("paymentId"\s*:\s*")([^"\\]+)"/;
/** A string, a bracket, a colon, a comma, or a run of anything else but JSON's whitespace. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^ \t\r\n"{}[\]:,]+/g;

/** One minor unit more. */
export function changeAmount(body) {
  if (!AMOUNT.test(body)) return undefined;
  return body.replace(AMOUNT, (_, before, amount) => before + (BigInt(amount) + 1n));
}

export function spaceInPaymentId(body) {
  if (!PAYMENT_ID.test(body)) return undefined;
  return body.replace(PAYMENT_ID, (_, before, id) => {
    const middle = Math.floor(id.length / 2);
    return `${before}${id.slice(0, middle)} ${id.slice(middle)}"`;
  });
}

/** All on one line, or indented where it is on one line already. */
export function reformat(body) {
  if (!isJson(body)) return undefined;
  const tokens = body.match(TOKENS);
  return body.trim().includes("\n") ? tokens.join("") : indented(tokens);
}

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function indented(tokens) {
  let depth = 0;
  // Brackets nested a hundred thousand deep must not become gigabytes of spaces.
  const line = () => `\n${"  ".repeat(Math.min(depth, 16))}`;
  return tokens.reduce((text, token, index) => {
    const opened = /[{[]/.test(tokens[index - 1]?.[0] ?? "");
    switch (token) {
      case "{":
      case "[": {
        const before = opened ? line() : "";
        depth += 1;
        return text + before + token;
      }
      case "}":
      case "]":
        depth -= 1;
        return text + (opened ? "" : line()) + token;
      case ",":
        return text + token + line();
      case ":":
        return `${text}${token} `;
      default:
        return text + (opened ? line() : "") + token;
    }
  }, "");
}
