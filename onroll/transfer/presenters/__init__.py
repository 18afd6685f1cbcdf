"""Turns files and held children into pages: final words, formatted dates, tags and links."""

from onroll.transfer.presenters import (
    checking,
    conversations,
    file,
    lists,
    overseeing,
    parts,
    quarantine,
    reading,
    redirecting,
    reports,
    repository,
    requests,
    sessions,
    shielding,
    splitting,
    steps,
)

__all__ = [
    "checking",
    "conversations",
    "file",
    "lists",
    "overseeing",
    "parts",
    "quarantine",
    "reading",
    "redirecting",
    "reports",
    "repository",
    "requests",
    "sessions",
    "shielding",
    "splitting",
    "steps",
]
