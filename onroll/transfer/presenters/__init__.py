"""Turns files and held children into pages: final words, formatted dates, tags and links."""

from onroll.transfer.presenters import (
    checking,
    file,
    lists,
    overseeing,
    reading,
    redirecting,
    reports,
    repository,
    requests,
    shielding,
    splitting,
    steps,
)

__all__ = [
    "checking",
    "file",
    "lists",
    "overseeing",
    "reading",
    "redirecting",
    "reports",
    "repository",
    "requests",
    "shielding",
    "splitting",
    "steps",
]
