"""The whitespace rules, in their plainest form."""

WHITE_SPACE = [
    *range(0x0009, 0x000E),
    0x0020,
    0x0085,
    0x00A0,
    0x1680,
    *range(0x2000, 0x200B),
    0x2028,
    0x2029,
    0x202F,
    0x205F,
    0x3000,
]
PATTERNS = [chr(code_point).encode("utf-8") for code_point in WHITE_SPACE]
BOM = b"\xef\xbb\xbf"


def strip(body, rule):
    """Returns the bytes that are hashed when `body` is sent under the whitespace rule."""
    if rule == "none":
        return body
    if body.startswith(BOM):
        body = body[len(BOM):]
    return _all(body) if rule == "all" else _insignificant(body)


def _all(body):
    kept = bytearray()
    at = 0
    while at < len(body):
        length = _whitespace_at(body, at)
        if length == 0:
            kept.append(body[at])
        at += length or 1
    return bytes(kept)


def _insignificant(body):
    kept = bytearray()
    at = 0
    in_string = False
    while at < len(body):
        length = 0 if in_string else _whitespace_at(body, at)
        if length:
            at += length
        elif in_string and body[at] == ord("\\"):
            kept += body[at:at + 2]
            at += 2
        else:
            in_string ^= body[at] == ord('"')
            kept.append(body[at])
            at += 1
    return bytes(kept)


def _whitespace_at(body, at):
    return next((len(pattern) for pattern in PATTERNS if body.startswith(pattern, at)), 0)
