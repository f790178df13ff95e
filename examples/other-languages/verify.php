<?php
// A Checkout callback in PHP 8. The body is file_get_contents('php://input'); under Apache with PHP-FPM, let the header
// through with: SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1

declare(strict_types=1);

/** Returns the event; throws where the callback is not authentic. */
function verify(string $body, ?string $authorization, string $secret): array
{
    // What Unicode calls White_Space. PHP's own \s has other ideas.
    $whitespace = '/[\x{9}-\x{d}\x{20}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+/u';
    $header = '/^[ \t]*HMAC-SHA256[ \t]+Signature[ \t]*=[ \t]*"?([0-9a-f]{64})"?[ \t]*$/Di';
    if ($secret === '' || preg_match($header, $authorization ?? '', $found) !== 1) {
        throw new RuntimeException('no secret, or no signature');
    }
    if (str_starts_with($body, "\u{feff}")) {
        $body = substr($body, 3);
    }
    // Null where the body is not UTF-8.
    $signed = preg_replace($whitespace, '', $body) ?? throw new RuntimeException('the body is not UTF-8');
    $expected = hash_hmac('sha256', $signed, $secret, true);
    if (!hash_equals($expected, hex2bin($found[1]))) {
        throw new RuntimeException('the signature does not match');
    }
    // Only what was signed is read.
    return json_decode($signed, true, 64, JSON_THROW_ON_ERROR);
}
