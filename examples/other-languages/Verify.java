// A Checkout callback in Java 17, with the standard library alone. Read the result with your JSON library.

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public final class Verify {
  /** What Unicode calls White_Space. Character.isWhitespace has other ideas. */
  private static final Pattern WHITESPACE =
      Pattern.compile("[\\t-\\r \\x85\\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000]");

  private static final Pattern HEADER =
      Pattern.compile(
          "[ \\t]*HMAC-SHA256[ \\t]+Signature[ \\t]*=[ \\t]*\"?([0-9a-f]{64})\"?[ \\t]*",
          Pattern.CASE_INSENSITIVE);

  /** Returns the event's JSON as it was signed; throws where the callback is not authentic. */
  public static String verify(byte[] body, String authorization, String secret)
      throws GeneralSecurityException, CharacterCodingException {
    var header = HEADER.matcher(authorization == null ? "" : authorization);
    if (secret.isEmpty() || !header.matches()) {
      throw new GeneralSecurityException("no secret, or no signature");
    }
    // Bytes that are not UTF-8 throw CharacterCodingException.
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    String signed = WHITESPACE.matcher(text.startsWith("\uFEFF") ? text.substring(1) : text).replaceAll("");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] expected = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
    if (!MessageDigest.isEqual(expected, HexFormat.of().parseHex(header.group(1)))) {
      throw new GeneralSecurityException("the signature does not match");
    }
    // Only what was signed is read.
    return signed;
  }
}
