"""The pages of files and of the lost-pupil repository. One page or one submission each."""

from onroll.transfer.views import (
    files,
    filing,
    lists,
    overseeing,
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
    "files",
    "filing",
    "lists",
    "overseeing",
    "redirecting",
    "reports",
    "repository",
    "requests",
    "returning",
    "sending",
    "shielding",
    "splitting",
]
