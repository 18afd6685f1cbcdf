"""What a page is, from its HTML: where it leads, what shape it has, and which words on it are no words for a person."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

# What a program says and a person does not. "None" and the like only where they are all that an element says.
BARE = re.compile(r"(None|True|False|null|undefined|nan|NaN|\[\]|\{\})$")
UNTRANSLATED = (
    ("a date as computers write it", re.compile(r"\b(19|20)\d\d-[01]\d-[0-3]\d\b")),
    ("a time as computers write it", re.compile(r"\b[0-2]\d:[0-5]\d:[0-5]\d\b|\+00:00")),
    ("a name out of the code", re.compile(r"\b[a-z]+_[a-z_]+\b|\b[A-Z]+_[A-Z_]+\b|\b[A-Z][a-z]+\.[A-Z_]{3,}\b")),
    (
        "a piece of code",
        re.compile(r"\{\{|\{%|<function|object at 0x|datetime\.|Decimal\(|&(?:amp;)?(?:lt|gt|#39|quot);"),
    ),
)
# Where a program's words are meant: what is to be typed into one, a file's name, and names of settings.
CODE = ("code", "pre", "kbd", "samp", "script", "style", "template", "textarea")
OF_MACHINES = ("api/", "messageexchange/")
# "officer@demo.onroll.example", "http://..." and names of files are shown as they are.
AS_IT_IS = re.compile(r"\S+@\S+|https?://\S+|\S+\.(?:xml|csv|json|pdf|zip|xlsx|txt|docx|ctf)\b", re.IGNORECASE)


def links_of(content: bytes, address: str) -> tuple[list[str], bool]:
    """Return the addresses of ours that a page links to, and whether it is a dead end.

    An empty list to which the frame of every page leads is none; a page inside it without any way on is one.
    """
    document = parsed(content)
    links = []
    for link in document.xpath("//a[@href]"):
        parts = urlsplit(urljoin(address, link.get("href")))
        if not parts.netloc and parts.scheme in ("", "http", "https") and parts.path.startswith("/"):
            links.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    framed = {urlsplit(href).path for href in document.xpath("//nav//a/@href | //header//a/@href | //footer//a/@href")}
    onward = document.xpath("//main//a[@href] | //main//button | //main//form | //*[contains(@class, 'back-link')]")
    return links, not onward and urlsplit(address).path not in framed


def lost_places_of(content: bytes) -> list[str]:
    """Return the places on the page itself that a link leads to and that are not there, as `#id`."""
    document = parsed(content)
    there = {"", "top", *document.xpath("//@id")}
    return sorted({href for href in document.xpath("//a/@href[starts-with(., '#')]") if href[1:] not in there})


def codes_of(content: bytes) -> list[str]:
    """Return, in words, what the page shows a person that only a program would say; nothing of it twice."""
    document = parsed(content)
    said: dict[str, None] = {}
    for title in [*document.xpath("//title/text()"), *_texts(document)]:
        text = AS_IT_IS.sub(" ", " ".join(title.split()))
        if BARE.match(text):
            said[f"shows a bare “{text}”"] = None
        for what, pattern in UNTRANSLATED:
            hit = pattern.search(text)
            if hit:
                said[f"shows {what}: “{text[max(0, hit.start() - 40) : hit.end() + 20]}”"] = None
    return list(said)


def _texts(document: Any) -> list[str]:
    """Return what stands on the page outside code, an element's own text at a time, option and button included."""
    hidden = " or ".join(f"self::{name}" for name in CODE)
    return list(document.xpath(f"//body//text()[not(ancestor::*[{hidden}])]"))


def shape_of(content: bytes) -> str:
    """Return a digest of what the page is built of: two pages with the same parts, in other numbers, share it.

    Built of: every element inside its parent, with their classes, kinds and roles. Texts, addresses, the
    parts of pictures and how often are left out.
    """
    parts: set[str] = set()
    for element in parsed(content).iter():
        if isinstance(element.tag, str) and not element.xpath("ancestor::svg"):
            parent = element.getparent()
            parts.add(f"{_name(parent) if parent is not None else ''}>{_name(element)}")
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()


def _name(element: Any) -> str:
    kinds = "".join(f"[{name}={element.get(name)}]" for name in ("class", "type", "role", "scope") if element.get(name))
    flags = "".join(f"[{name}]" for name in ("alt", "href", "for", "lang", "aria-label", "title") if element.get(name))
    return f"{element.tag}{kinds}{flags}"


def parsed(content: bytes) -> Any:
    """Return the page as a tree."""
    from lxml import html

    return html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))


def kind_of(address: str) -> str:
    """Return the pattern that an address fits, with the names in its query: pages of one kind share it."""
    from django.urls import Resolver404, resolve

    parts = urlsplit(address)
    names = ",".join(sorted({each.split("=")[0] for each in parts.query.split("&") if each}))
    try:
        return f"{resolve(parts.path).route}?{names}"
    except Resolver404:
        return f"{parts.path}?{names}"


def every_kind() -> set[str]:
    """Return the pattern of every address of the product that is a page's: machines' addresses are left out."""
    from django.urls import get_resolver

    return {route for route in _routes(get_resolver(), "") if not route.startswith(OF_MACHINES)}


def _routes(resolver: Any, before: str) -> Iterator[str]:
    for each in resolver.url_patterns:
        if hasattr(each, "url_patterns"):
            yield from _routes(each, before + str(each.pattern))
        else:
            yield before + str(each.pattern)
