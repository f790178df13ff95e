// What the buttons do to a body. They work on the text, since the signature is over the text: parsing and
// serialising again may change more than what the button says.

const AMOUNT = /("amount"\s*:\s*)(\d+)/;
const PAYMENT_ID = /("paymentId"\s*:\s*")([^"\\]+)"/;
/** A string, a bracket, a colon, a comma, or a run of anything else but JSON's whitespace. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^ \t\r\n"{}[\]:,]+/g;

/**
 * @param {string} body
 * @param {number} amount in minor units
 */
export function withAmount(body, amount) {
  return body.replace(AMOUNT, (_, before) => before + amount);
}

/** The space is in the middle of the id, where nobody sees it at a glance. @param {string} body */
export function withSpaceInPaymentId(body) {
  return body.replace(PAYMENT_ID, (_, before, id) => {
    const middle = Math.floor(id.length / 2);
    return `${before}${id.slice(0, middle)} ${id.slice(middle)}"`;
  });
}

/** The same JSON on one line. @param {string} body */
export function onOneLine(body) {
  return body.match(TOKENS)?.join("") ?? "";
}
