# A Checkout callback in Ruby 3. The body is request.body.read, the header request.env["HTTP_AUTHORIZATION"].

require "json"
require "openssl"

# What Unicode calls White_Space. Ruby's own \s knows ASCII only.
WHITESPACE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/
HEADER = /\A[ \t]*HMAC-SHA256[ \t]+Signature[ \t]*=[ \t]*"?([0-9a-f]{64})"?[ \t]*\z/i

# Returns the event; raises ArgumentError where the callback is not authentic.
def verify(body, authorization, secret)
  header = HEADER.match(authorization.to_s)
  raise ArgumentError, "no secret, or no signature" if secret.to_s.empty? || header.nil?

  text = body.dup.force_encoding(Encoding::UTF_8)
  raise ArgumentError, "the body is not UTF-8" unless text.valid_encoding?

  signed = text.delete_prefix("\ufeff").gsub(WHITESPACE, "")
  expected = OpenSSL::HMAC.digest("SHA256", secret, signed)
  given = [header[1]].pack("H*")
  raise ArgumentError, "the signature does not match" unless OpenSSL.fixed_length_secure_compare(expected, given)

  # Only what was signed is read.
  JSON.parse(signed)
end
