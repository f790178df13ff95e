"""The grammar of the Authorization header, line by line."""

import base64

from .callbacks import callback, unknown
from .vector import authentic, mac, refused

SOURCE = (
    "The header's grammar: credentials of RFC 9110, section 11.4, with the one parameter Signature. Every signature "
    "here is the right one for its body unless the name says otherwise, so that the grammar alone decides."
)

SECRET = "header"
HOW = dict(secrets=[SECRET])
BODY = callback('"n"', "1")
HEX = mac(SECRET, BODY)
UPPER = HEX.upper()
MIXED = "".join(digit.upper() if at % 2 else digit for at, digit in enumerate(HEX))
BASE64 = base64.b64encode(bytes.fromhex(HEX)).decode()
# The look-alikes below replace a zero, and the cases a letter.
assert "0" in HEX and HEX != UPPER and MIXED not in (HEX, UPPER)

ACCEPTED = [
    ("as documented", "HMAC-SHA256 Signature=" + HEX),
    ("scheme in lower case", "hmac-sha256 Signature=" + HEX),
    ("scheme in mixed case", "Hmac-Sha256 Signature=" + HEX),
    ("parameter name in lower case", "HMAC-SHA256 signature=" + HEX),
    ("parameter name in upper case", "HMAC-SHA256 SIGNATURE=" + HEX),
    ("everything in lower case", "hmac-sha256 signature=" + HEX),
    ("hex in upper case", "HMAC-SHA256 Signature=" + UPPER),
    ("hex in mixed case", "HMAC-SHA256 Signature=" + MIXED),
    ("in double quotes", 'HMAC-SHA256 Signature="%s"' % HEX),
    ("in double quotes, upper case", 'HMAC-SHA256 Signature="%s"' % UPPER),
    ("two spaces after the scheme", "HMAC-SHA256  Signature=" + HEX),
    ("a tab after the scheme", "HMAC-SHA256\tSignature=" + HEX),
    ("spaces and tabs after the scheme", "HMAC-SHA256 \t \tSignature=" + HEX),
    ("a space before =", "HMAC-SHA256 Signature =" + HEX),
    ("a space after =", "HMAC-SHA256 Signature= " + HEX),
    ("spaces around =", "HMAC-SHA256 Signature = " + HEX),
    ("tabs around =", "HMAC-SHA256 Signature\t=\t" + HEX),
    ("spaces around = and quotes", 'HMAC-SHA256 Signature = "%s"' % HEX),
    ("a space before the scheme", " HMAC-SHA256 Signature=" + HEX),
    ("a tab before the scheme", "\tHMAC-SHA256 Signature=" + HEX),
    ("a space at the end", "HMAC-SHA256 Signature=%s " % HEX),
    ("tabs and spaces at both ends", " \t HMAC-SHA256 Signature=%s\t \t" % HEX),
    ("quotes, then a space at the end", 'HMAC-SHA256 Signature="%s" ' % HEX),
    ("all that is allowed at once", '\t hMaC-sHa256 \t sIgNaTuRe \t = \t "%s" \t' % MIXED),
    ("three hundred spaces at each place", (" " * 300).join(["", "HMAC-SHA256", "Signature", "=", HEX, ""])),
]

MISSING = [
    ("none", None),
    ("empty", ""),
    ("a space", " "),
    ("spaces and tabs", " \t \t"),
]

MALFORMED = [
    # A lone token: nobody's credentials.
    ("the signature alone", HEX),
    ("the signature alone in upper case", UPPER),
    ("the signature alone in quotes", '"%s"' % HEX),
    ("the scheme alone", "HMAC-SHA256"),
    ("the scheme alone in lower case", "hmac-sha256"),
    ("the scheme and a space", "HMAC-SHA256 "),
    ("another scheme alone", "Bearer"),
    ("another scheme and a space", "Bearer "),
    ("base64 alone", BASE64),
    # The scheme.
    ("the parameter without a scheme", "Signature=" + HEX),
    ("the parameter without a scheme, after a space", " Signature=" + HEX),
    ("the scheme in quotes", '"HMAC-SHA256" Signature=' + HEX),
    ("the scheme in brackets", "(HMAC-SHA256) Signature=" + HEX),
    ("no space after the scheme", "HMAC-SHA256Signature=" + HEX),
    ("= after the scheme", "HMAC-SHA256=" + HEX),
    ("a comma after the scheme", "HMAC-SHA256,Signature=" + HEX),
    ("a comma and a space after the scheme", "HMAC-SHA256, Signature=" + HEX),
    ("a colon after the scheme", "HMAC-SHA256: Signature=" + HEX),
    ("a slash after the scheme", "HMAC-SHA256/1 Signature=" + HEX),
    ("a comma before the scheme", ", HMAC-SHA256 Signature=" + HEX),
    ("a comma after another scheme", "Bearer, HMAC-SHA256 Signature=" + HEX),
    ("the header's name in its value", "Authorization: HMAC-SHA256 Signature=" + HEX),
    ("a first character that no token has", "@HMAC-SHA256 Signature=" + HEX),
    ("a letter outside ASCII in the scheme", "HM\u00c4C-SHA256 Signature=" + HEX),
    ("U+017F, which folds to s, in the scheme", "HMAC-\u017fHA256 Signature=" + HEX),
    ("full-width scheme", "\uff28\uff2d\uff21\uff23-SHA256 Signature=" + HEX),
    ("a hyphen that is not ASCII in the scheme", "HMAC\u2011SHA256 Signature=" + HEX),
    # Whitespace is SP and HTAB.
    ("a newline alone", "\n"),
    ("a no-break space alone", "\u00a0"),
    ("a newline before the scheme", "\nHMAC-SHA256 Signature=" + HEX),
    ("a no-break space before the scheme", "\u00a0HMAC-SHA256 Signature=" + HEX),
    ("a byte order mark before the scheme", "\ufeffHMAC-SHA256 Signature=" + HEX),
    ("a newline after the scheme", "HMAC-SHA256\nSignature=" + HEX),
    ("a folded line after the scheme", "HMAC-SHA256\r\n Signature=" + HEX),
    ("a folded line before the parameter", "HMAC-SHA256 \r\n Signature=" + HEX),
    ("a no-break space after the scheme", "HMAC-SHA256\u00a0Signature=" + HEX),
    ("an ideographic space before the parameter", "HMAC-SHA256 \u3000Signature=" + HEX),
    ("a vertical tab before the parameter", "HMAC-SHA256 \x0bSignature=" + HEX),
    ("a form feed before =", "HMAC-SHA256 Signature\x0c=" + HEX),
    ("a newline after =", "HMAC-SHA256 Signature=\n" + HEX),
    ("a no-break space after =", "HMAC-SHA256 Signature=\u00a0" + HEX),
    ("a newline at the end", "HMAC-SHA256 Signature=%s\n" % HEX),
    ("CRLF at the end", "HMAC-SHA256 Signature=%s\r\n" % HEX),
    ("a no-break space at the end", "HMAC-SHA256 Signature=%s\u00a0" % HEX),
    ("a zero width space at the end", "HMAC-SHA256 Signature=%s\u200b" % HEX),
    ("a NUL at the end", "HMAC-SHA256 Signature=%s\0" % HEX),
    ("a NUL before the scheme", "\0HMAC-SHA256 Signature=" + HEX),
    ("a NUL after the scheme", "HMAC-SHA256\0 Signature=" + HEX),
    ("a NUL before the signature", "HMAC-SHA256 Signature=\0" + HEX),
    # The parameter's name.
    ("no parameter name", "HMAC-SHA256 " + HEX),
    ("no parameter name, but =", "HMAC-SHA256 =" + HEX),
    ("a parameter name and no =", "HMAC-SHA256 Signature"),
    ("a space for =", "HMAC-SHA256 Signature " + HEX),
    ("a colon for =", "HMAC-SHA256 Signature:" + HEX),
    ("two =", "HMAC-SHA256 Signature==" + HEX),
    ("another parameter name", "HMAC-SHA256 Sig=" + HEX),
    ("a parameter name cut short", "HMAC-SHA256 Signatur=" + HEX),
    ("a parameter name too long", "HMAC-SHA256 Signatures=" + HEX),
    ("an extended parameter name", "HMAC-SHA256 Signature*=" + HEX),
    ("the parameter name in quotes", 'HMAC-SHA256 "Signature"=' + HEX),
    ("a space in the parameter name", "HMAC-SHA256 Sign ature=" + HEX),
    ("U+017F, which folds to s, in the parameter name", "HMAC-SHA256 \u017fignature=" + HEX),
    ("U+0131, dotless i, in the parameter name", "HMAC-SHA256 S\u0131gnature=" + HEX),
    # The quotes.
    ("empty quotes", 'HMAC-SHA256 Signature=""'),
    ("an unclosed quote", 'HMAC-SHA256 Signature="%s' % HEX),
    ("a quote only at the end", 'HMAC-SHA256 Signature=%s"' % HEX),
    ("a quote alone", 'HMAC-SHA256 Signature="'),
    ("single quotes", "HMAC-SHA256 Signature='%s'" % HEX),
    ("typographic quotes", "HMAC-SHA256 Signature=\u201c%s\u201d" % HEX),
    ("doubled quotes", 'HMAC-SHA256 Signature=""%s""' % HEX),
    ("a space after the first quote", 'HMAC-SHA256 Signature=" %s"' % HEX),
    ("a space before the last quote", 'HMAC-SHA256 Signature="%s "' % HEX),
    ("an escape in quotes", 'HMAC-SHA256 Signature="\\%s"' % HEX),
    ("an escaped quote", 'HMAC-SHA256 Signature="%s\\"' % HEX),
    ("text after the last quote", 'HMAC-SHA256 Signature="%s"x' % HEX),
    ("quotes around half of it", 'HMAC-SHA256 Signature="%s"%s' % (HEX[:32], HEX[32:])),
    ("quotes around the parameter", 'HMAC-SHA256 "Signature=%s"' % HEX),
    # The digits.
    ("no digits", "HMAC-SHA256 Signature="),
    ("no digits, but a space", "HMAC-SHA256 Signature= "),
    ("one digit", "HMAC-SHA256 Signature=" + HEX[0]),
    ("62 digits", "HMAC-SHA256 Signature=" + HEX[:62]),
    ("63 digits", "HMAC-SHA256 Signature=" + HEX[:63]),
    ("65 digits", "HMAC-SHA256 Signature=%s0" % HEX),
    ("66 digits", "HMAC-SHA256 Signature=%s00" % HEX),
    ("65 digits with a zero in front", "HMAC-SHA256 Signature=0" + HEX),
    ("63 digits in quotes", 'HMAC-SHA256 Signature="%s"' % HEX[:63]),
    ("65 digits in quotes", 'HMAC-SHA256 Signature="%s0"' % HEX),
    ("the signature twice in one", "HMAC-SHA256 Signature=" + HEX * 2),
    ("a thousand digits", "HMAC-SHA256 Signature=" + "0" * 1000),
    ("a last digit that is not hex", "HMAC-SHA256 Signature=%sg" % HEX[:63]),
    ("a first digit that is not hex", "HMAC-SHA256 Signature=G" + HEX[1:]),
    ("a slash, which precedes 0", "HMAC-SHA256 Signature=%s/" % HEX[:63]),
    ("a colon, which follows 9", "HMAC-SHA256 Signature=%s:" % HEX[:63]),
    ("an at sign, which precedes A", "HMAC-SHA256 Signature=%s@" % HEX[:63]),
    ("a backtick, which precedes a", "HMAC-SHA256 Signature=%s`" % HEX[:63]),
    ("a minus sign in front of 63 digits", "HMAC-SHA256 Signature=-" + HEX[:63]),
    ("a plus sign in front of 63 digits", "HMAC-SHA256 Signature=+" + HEX[:63]),
    ("0x and 62 digits", "HMAC-SHA256 Signature=0x" + HEX[:62]),
    ("0x and 64 digits", "HMAC-SHA256 Signature=0x" + HEX),
    ("sha256= and 64 digits", "HMAC-SHA256 Signature=sha256=" + HEX),
    ("a space in the middle", "HMAC-SHA256 Signature=%s %s" % (HEX[:32], HEX[32:])),
    ("colons between bytes", "HMAC-SHA256 Signature=" + ":".join(HEX[at:at + 2] for at in range(0, 64, 2))),
    ("a percent escape", "HMAC-SHA256 Signature=%%%02x%s" % (ord(HEX[0]), HEX[1:])),
    ("base64", "HMAC-SHA256 Signature=" + BASE64),
    ("base64 in quotes", 'HMAC-SHA256 Signature="%s"' % BASE64),
    ("the letter O for a zero", "HMAC-SHA256 Signature=" + HEX.replace("0", "O", 1)),
    ("full-width digits", "HMAC-SHA256 Signature=" + "".join(chr(ord(digit) + 0xFEE0) for digit in HEX)),
    ("one Arabic-Indic zero", "HMAC-SHA256 Signature=" + HEX.replace("0", "\u0660", 1)),
    ("64 letters outside ASCII", "HMAC-SHA256 Signature=" + "\u00e9" * 64),
    ("32 letters outside ASCII, 64 bytes in UTF-8", "HMAC-SHA256 Signature=" + "\u00e9" * 32),
    ("32 astral characters, 64 UTF-16 units", "HMAC-SHA256 Signature=" + "\U0001f9fe" * 32),
    ("the word undefined", "HMAC-SHA256 Signature=undefined"),
    # Something else beside it.
    ("a trailing semicolon", "HMAC-SHA256 Signature=%s;" % HEX),
    ("a trailing comma", "HMAC-SHA256 Signature=%s," % HEX),
    ("a leading comma", "HMAC-SHA256 ,Signature=" + HEX),
    ("text at the end", "HMAC-SHA256 Signature=%s x" % HEX),
    ("two signatures with a comma", "HMAC-SHA256 Signature=%s, Signature=%s" % (HEX, HEX)),
    ("two signatures with a space", "HMAC-SHA256 Signature=%s Signature=%s" % (HEX, HEX)),
    ("two digests in one parameter", "HMAC-SHA256 Signature=%s,%s" % ("0" * 64, HEX)),
    ("two headers joined", "HMAC-SHA256 Signature=%s, HMAC-SHA256 Signature=%s" % (HEX, HEX)),
    ("another parameter before", "HMAC-SHA256 t=1700000000, Signature=" + HEX),
    ("another parameter after", "HMAC-SHA256 Signature=%s, t=1700000000" % HEX),
    ("another parameter after a semicolon", "HMAC-SHA256 Signature=%s; t=1700000000" % HEX),
    ("another parameter after a space", "HMAC-SHA256 Signature=%s t=1700000000" % HEX),
    ("another scheme after a comma", "HMAC-SHA256 Signature=%s, Bearer x" % HEX),
    ("the scheme twice", "HMAC-SHA256 HMAC-SHA256 Signature=" + HEX),
]

TOKEN = "!#$%&'*+-.^_`|~0123456789ABCXYZabcxyz"
UNSUPPORTED = [
    ("Bearer", "Bearer abc.def.ghi"),
    ("bearer and the signature", "bearer " + HEX),
    ("Basic", "Basic dXNlcjpwYXNzd29yZA=="),
    ("Digest", 'Digest username="u", realm="r", response="%s"' % HEX),
    ("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=k/20250101, SignedHeaders=host, Signature=" + HEX),
    ("HMAC-SHA512", "HMAC-SHA512 Signature=" + HEX * 2),
    ("HMAC-SHA512 with our signature", "HMAC-SHA512 Signature=" + HEX),
    ("HMAC-SHA384", "HMAC-SHA384 Signature=" + HEX + HEX[:32]),
    ("HMAC-SHA1", "hmac-sha1 Signature=" + HEX[:40]),
    ("HMAC-MD5", "HMAC-MD5 Signature=" + HEX[:32]),
    ("none", "none Signature=" + HEX),
    ("none, with nothing to sign", "none Signature="),
    ("null", "null Signature=" + HEX),
    ("HMAC", "HMAC Signature=" + HEX),
    ("SHA256", "SHA256 Signature=" + HEX),
    ("one character more", "HMAC-SHA2567 Signature=" + HEX),
    ("one character less", "HMAC-SHA25 Signature=" + HEX),
    ("an underscore for the hyphen", "HMAC_SHA256 Signature=" + HEX),
    ("no hyphen", "HMACSHA256 Signature=" + HEX),
    ("two hyphens", "HMAC-SHA-256 Signature=" + HEX),
    ("a hyphen in front", "-HMAC-SHA256 Signature=" + HEX),
    ("every kind of token character", TOKEN + " Signature=" + HEX),
    ("the parameter's name as the scheme", "Signature = " + HEX),
    ("the signature as the scheme", HEX + " " + HEX),
    ("the rest is junk", "Bearer ,;\"\\"),
    ("the rest is a newline", "Bearer \n"),
    ("the rest is a NUL", "Bearer\t\0"),
    ("the rest is our credentials", "Bearer x, HMAC-SHA256 Signature=" + HEX),
    ("five hundred characters", "x" * 500 + " y"),
    ("outer whitespace", " \tBearer\t x \t"),
]

OTHER = "".join("%x" % (15 - int(digit, 16)) for digit in HEX)
MISMATCH = [
    ("another signature", OTHER),
    ("64 zeros", "0" * 64),
    ("64 f", "f" * 64),
    ("the first bit wrong", "%x%s" % (int(HEX[0], 16) ^ 8, HEX[1:])),
    ("the last bit wrong", "%s%x" % (HEX[:63], int(HEX[63], 16) ^ 1)),
    ("the bytes reversed", bytes.fromhex(HEX)[::-1].hex()),
    ("the second half zeros", HEX[:32] + "0" * 32),
]

VECTORS = [
    *[authentic("accepted: " + name, BODY, unknown("n", 1), authorization=value, **HOW) for name, value in ACCEPTED],
    *[refused("missing: " + name, BODY, "missing-signature", authorization=value, **HOW) for name, value in MISSING],
    *[refused("malformed: " + name, BODY, "malformed-signature", authorization=value, **HOW)
      for name, value in MALFORMED],
    *[refused("unsupported: " + name, BODY, "unsupported-algorithm", authorization=value, **HOW)
      for name, value in UNSUPPORTED],
    *[refused("well-formed, but " + name, BODY, "signature-mismatch", authorization="HMAC-SHA256 Signature=" + value,
              **HOW) for name, value in MISMATCH],
    refused("well-formed in quotes, but another signature", BODY, "signature-mismatch",
            authorization='HMAC-SHA256 Signature="%s"' % OTHER, **HOW),
]
