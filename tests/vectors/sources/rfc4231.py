"""The test cases of RFC 4231, section 4."""

from .vector import authentic, header, mac, refused

SOURCE = (
    "RFC 4231, section 4: the HMAC-SHA-256 values of test cases 1 to 7, hashed as they are (whitespace none) but for "
    "the last vectors. Test case 5 is truncated to 128 bits, which the header's grammar refuses."
)

CASES = [
    (1, b"\x0b" * 20, b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    (2, b"Jefe", b"what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
    (3, b"\xaa" * 20, b"\xdd" * 50, "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
    (4, bytes(range(1, 26)), b"\xcd" * 50, "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
    (6, b"\xaa" * 131, b"Test Using Larger Than Block-Size Key - Hash Key First",
     "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
    (7, b"\xaa" * 131, b"This is a test using a larger than block-size key and a larger than block-size data. "
     b"The key needs to be hashed before being used by the HMAC algorithm.",
     "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
]
TRUNCATED_KEY, TRUNCATED_DATA = b"\x0c" * 20, b"Test With Truncation"
TRUNCATED_MAC = "a3b6167473100ee06e0c796c2955552b"


def _as_published(number, key, data, published):
    assert mac(key, data) == published, number
    return authentic("test case %d" % number, data, "malformed-event", secrets=[key], whitespace="none",
                     authorization=header(published))


def _with_the_default_rule(number, key, data, published):
    how = dict(secrets=[key], authorization=header(published))
    if b" " in data:
        return refused("test case %d: its spaces are not hashed by default" % number, data, "signature-mismatch", **how)
    return authentic("test case %d: no whitespace, so the default rule agrees" % number, data, "malformed-event", **how)


def _truncated():
    assert mac(TRUNCATED_KEY, TRUNCATED_DATA).startswith(TRUNCATED_MAC)
    return refused("test case 5: a MAC truncated to 128 bits", TRUNCATED_DATA, "malformed-signature",
                   secrets=[TRUNCATED_KEY], whitespace="none", authorization=header(TRUNCATED_MAC))


VECTORS = [_as_published(*case) for case in CASES]
VECTORS.insert(4, _truncated())
VECTORS += [_with_the_default_rule(*case) for case in CASES]
