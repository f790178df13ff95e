// A Checkout callback in C# (.NET 8), with the standard library alone.

using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

public static class Checkout
{
    private static readonly Regex Header = new(
        @"\A[ \t]*HMAC-SHA256[ \t]+Signature[ \t]*=[ \t]*""?([0-9a-fA-F]{64})""?[ \t]*\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Returns the event; throws where the callback is not authentic.</summary>
    public static JsonDocument Verify(byte[] body, string? authorization, string secret)
    {
        var header = Header.Match(authorization ?? "");
        if (secret.Length == 0 || !header.Success)
            throw new CryptographicException("no secret, or no signature");
        // Bytes that are not UTF-8 throw DecoderFallbackException.
        var text = new UTF8Encoding(false, true).GetString(body);
        if (text.StartsWith('\uFEFF')) text = text[1..];
        // char.IsWhiteSpace is exactly what Unicode calls White_Space.
        var signed = string.Concat(text.Where(character => !char.IsWhiteSpace(character)));
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed));
        if (!CryptographicOperations.FixedTimeEquals(expected, Convert.FromHexString(header.Groups[1].Value)))
            throw new CryptographicException("the signature does not match");
        // Only what was signed is read.
        return JsonDocument.Parse(signed);
    }
}
