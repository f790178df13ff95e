"""Writes the vector files beside itself, or with --check compares them with what it would write."""

import argparse
import json
import pathlib
import sys

# A checkout stays clean: the runner imports these modules once and has no use for a cache.
sys.dont_write_bytecode = True

from sources import SOURCES  # noqa: E402

FOLDER = pathlib.Path(__file__).resolve().parent


def render(source):
    """Returns the text of the file for one source module."""
    names = [vector["name"] for vector in source.VECTORS]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise ValueError("%s: names used twice: %s" % (source.__name__, repeated))
    document = {"source": source.SOURCE, "vectors": source.VECTORS}
    return json.dumps(document, ensure_ascii=True, indent=1) + "\n"


def write(path, text):
    """Writes one vector file and says how much is in it."""
    path.write_bytes(text.encode("ascii"))
    print("%-22s %4d vectors %7d bytes" % (path.name, text.count('\n   "name": '), len(text)))


def is_current(path, text):
    """Says whether the committed file is what would be written, naming it if not."""
    if path.is_file() and path.read_bytes() == text.encode("ascii"):
        return True
    print("%s differs from what generate.py writes" % path.name, file=sys.stderr)
    return False


def main():
    """Runs the command line and returns its exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file differs")
    check = parser.parse_args().check
    files = [(FOLDER / name, render(source)) for name, source in SOURCES.items()]
    if check:
        return 0 if all([is_current(path, text) for path, text in files]) else 1
    for path, text in files:
        write(path, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
