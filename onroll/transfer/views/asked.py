"""What a request asks for: the fields of a submitted form, the page of a long list."""

from django.http import HttpRequest, QueryDict


def submitted(request: HttpRequest) -> QueryDict | None:
    """Return the fields of a submitted form, which may all be missing; None where the page is only opened."""
    return request.POST if request.method == "POST" else None


def asked_page(request: HttpRequest) -> int:
    """Return the page number of the address; 1 where it is missing or no number."""
    asked = request.GET.get("page", "1")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1
