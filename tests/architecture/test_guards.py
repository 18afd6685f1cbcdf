"""Every address declares who may see it."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def views(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, object]]:
    """Yield every address with its view."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from views(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry.callback


def test_every_view_declares_its_permission() -> None:
    unguarded = [address for address, view in views(get_resolver()) if not getattr(view, "permission", None)]

    assert unguarded == []
