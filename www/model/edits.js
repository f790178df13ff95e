// What a button does to a body. It works on the text, since the signature is over the text: parsing and serializing
// again may change more than what the button says.

/**
 * @param {string} body
 * @param {number} amount in minor units
 */
export const withAmount = (body, amount) =>
  body.replace(/("amount"\s*:\s*)\d+/, (_, before) => before + amount);
