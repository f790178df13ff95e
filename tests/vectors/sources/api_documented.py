"""The callback that the Checkout API's documentation prints."""

from .callbacks import COMPACT, EVENT, PRETTY
from .vector import authentic, header, refused

SOURCE = (
    "The callback printed in the Checkout API's documentation. The secret of its signature is not published, so the "
    "documented header matches no secret here; the same body is also signed with a secret of our own."
)
DOCUMENTED = header("be0009af056e7bfc48b5e866fc5923679e87d5d4c64296a9f6dfce92772b26d9")

VECTORS = [
    refused("the documented header is well-formed, its secret unknown", PRETTY, "signature-mismatch",
            authorization=DOCUMENTED),
    refused("the documented header on the compact body", COMPACT, "signature-mismatch", authorization=DOCUMENTED),
    refused("the documented header, whitespace hashed", PRETTY, "signature-mismatch", authorization=DOCUMENTED,
            whitespace="none"),
    authentic("the documented body as printed, signed by us", PRETTY, EVENT),
    authentic("the documented body without whitespace, signed by us", COMPACT, EVENT),
    authentic("the documented body with CRLF line ends and a final one", PRETTY.replace("\n", "\r\n") + "\r\n", EVENT),
    authentic("the printed body has the compact body's signature", PRETTY, EVENT, signed_as=COMPACT),
    authentic("the compact body has the printed body's signature", COMPACT, EVENT, signed_as=PRETTY),
]
