"""The addresses of the message door, below `messageexchange/`."""

from django.http import HttpRequest, HttpResponseBase
from django.urls import path, re_path

from onroll.doors.mesh import answers, door, openapi, views_inbox, views_outbox


def ping(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001 - every view's signature
    """Say that the door is there."""
    return answers.json({"status": "ok"})


def describe_door(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001
    """Return the OpenAPI description."""
    return answers.json(openapi.description())


patterns = [
    path("_ping", door.open_to_all(ping), name="mesh-ping"),
    path("openapi.json", door.open_to_all(describe_door), name="mesh-openapi"),
    path(
        "endpointlookup/<str:organisation>/<str:workflow>",
        door.address(GET=views_outbox.look_up_endpoint),
        name="mesh-endpoint",
    ),
    path("<str:mailbox>", door.address(GET=views_outbox.handshake, POST=views_outbox.handshake), name="mesh-handshake"),
    path("<str:mailbox>/count", door.address(GET=views_inbox.count_inbox), name="mesh-count"),
    path("<str:mailbox>/outbox", door.address(POST=views_outbox.send_message), name="mesh-outbox"),
    path("<str:mailbox>/outbox/tracking", door.address(GET=views_outbox.track_message), name="mesh-tracking"),
    path(
        "<str:mailbox>/outbox/tracking/<str:local_id>",
        door.address(GET=views_outbox.track_by_local_id),
        name="mesh-tracking-local-id",
    ),
    path(
        "<str:mailbox>/outbox/<str:reference>/<int:number>",
        door.address(POST=views_outbox.send_chunk),
        name="mesh-outbox-chunk",
    ),
    path("<str:mailbox>/inbox", door.address(GET=views_inbox.list_inbox), name="mesh-inbox"),
    path(
        "<str:mailbox>/inbox/<str:reference>",
        door.address(GET=views_inbox.fetch_message, HEAD=views_inbox.describe_message),
        name="mesh-inbox-message",
    ),
    path(
        "<str:mailbox>/inbox/<str:reference>/status/acknowledged",
        door.address(PUT=views_inbox.acknowledge_message),
        name="mesh-acknowledge",
    ),
    path(
        "<str:mailbox>/inbox/<str:reference>/onroll",
        door.address(POST=views_inbox.confirm_on_roll),
        name="mesh-on-roll",
    ),
    path(
        "<str:mailbox>/inbox/<str:reference>/<int:number>",
        door.address(GET=views_inbox.fetch_message),
        name="mesh-inbox-chunk",
    ),
    re_path(r"^(?P<rest>.*)$", door.nothing_here, name="mesh-nothing"),
]
