"""Refusals and faults become pages that say what happened and lead on."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import RequestFactory
from lxml import html

from onroll.audit.refusals import Hidden, NotAllowed, RateLimited, Refusal, RuleBroken, Stale, TooLarge
from onroll.web import error_pages, refusals


class SchoolClosed(RuleBroken):
    code = "school_closed"
    default_words = "This school has closed."


class Unsorted(Refusal):
    code = "unsorted"


def refused(exception, **headers):
    request = RequestFactory().post("/files/1/", headers=headers)

    def fails(_request):
        raise AssertionError("the middleware must not call the view again")

    return refusals.middleware(fails).process_exception(request, exception)


@pytest.mark.parametrize(
    ("exception", "status"),
    [
        (Hidden(), 404),
        (NotAllowed(), 403),
        (Stale(), 409),
        (SchoolClosed(), 422),
        (Unsorted(), 422),
        (RateLimited(), 429),
        (TooLarge(), 413),
    ],
)
def test_each_refusal_has_its_status_and_says_its_words(exception, status):
    answer = refused(exception)

    assert answer.status_code == status
    page = html.document_fromstring(answer.content)
    assert exception.words in page.xpath("//main")[0].text_content()
    assert "/" in page.xpath("//main//a/@href")


def test_a_bug_is_no_refusal_and_rises():
    assert refused(ValueError("a bug")) is None


def test_a_refusal_leads_back_to_the_page_it_came_from():
    page = html.document_fromstring(refused(Stale(), referer="http://testserver/files/1/").content)

    assert "http://testserver/files/1/" in page.xpath("//main//a/@href")


def test_a_refusal_never_leads_to_another_site():
    page = html.document_fromstring(refused(Stale(), referer="http://evil.example/").content)

    assert page.xpath("//main//a/@href") == ["/"]


def test_what_is_not_there_and_what_is_hidden_look_the_same():
    request = RequestFactory().get("/files/1/")

    hidden, missing = refused(Hidden()), error_pages.not_found(request, exception=Exception())

    assert hidden.status_code == missing.status_code == 404
    assert html.document_fromstring(hidden.content).xpath("string(//main)") == html.document_fromstring(
        missing.content
    ).xpath("string(//main)")


def test_djangos_own_refusals_get_our_pages():
    request = RequestFactory().get("/")

    assert error_pages.bad_request(request, exception=RequestDataTooBig()).status_code == 413
    assert error_pages.bad_request(request, exception=ValueError()).status_code == 400
    assert error_pages.forbidden(request, exception=Exception()).status_code == 403
    assert error_pages.csrf_failure(request, reason="token").status_code == 403
    assert error_pages.too_many_requests(request).status_code == 429


def test_a_fault_of_ours_is_told_without_asking_who_is_signed_in():
    answer = error_pages.server_error(RequestFactory().get("/"))

    assert answer.status_code == 500
    assert "The fault is ours" in answer.content.decode()
