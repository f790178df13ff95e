export const AS_IT_ARRIVED = "Pass the value of the Authorization header as it arrived.";

export const AS_THE_API_WRITES =
  "The API writes HMAC-SHA256 Signature=<64 hexadecimal digits>. Pass the value as it arrived; if you make it yourself, " +
  "sign() of this package writes it so.";
