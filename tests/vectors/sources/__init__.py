"""One module for each vector file, and the rules that they share."""

from . import api_documented, errors, event_law, header, json_test_suite, own_signed, rfc4231, whitespace

SOURCES = {
    "api-documented.json": api_documented,
    "rfc4231.json": rfc4231,
    "own-signed.json": own_signed,
    "whitespace.json": whitespace,
    "header.json": header,
    "errors.json": errors,
    "event-law.json": event_law,
    "json-test-suite.json": json_test_suite,
}
