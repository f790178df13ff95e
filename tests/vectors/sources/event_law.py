"""What makes an authentic body an event."""

from . import event_json, event_members, event_options, event_payload, event_whitespace

SOURCE = (
    "The event law of the design, each verdict written by hand: typed members, strict JSON, whitespace added on the "
    "way, and what changes under each option."
)

VECTORS = [
    *event_members.VECTORS,
    *event_json.VECTORS,
    *event_whitespace.VECTORS,
    *event_options.VECTORS,
    *event_payload.VECTORS,
]
