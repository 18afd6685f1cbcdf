"""The pages of files and of the lost-pupil repository. One page or one submission each."""

from onroll.transfer.views import (
    conversations,
    files,
    filing,
    lists,
    overseeing,
    parts,
    quarantine,
    redirecting,
    reports,
    repository,
    requests,
    returning,
    sending,
    shielding,
    splitting,
)

__all__ = [
    "conversations",
    "files",
    "filing",
    "lists",
    "overseeing",
    "parts",
    "quarantine",
    "redirecting",
    "reports",
    "repository",
    "requests",
    "returning",
    "sending",
    "shielding",
    "splitting",
]
