"""The table of permissions is true: everybody of the cast asks for every address, and gets what the table says."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.shortcuts import resolve_url
from django.test import Client

from onroll.audit.refusals import Refusal
from onroll.config import permission_actions, permission_pages, permission_table
from onroll.config.members import NOBODY, STANDINGS, Standing
from tests.cast import Cast, Member, make_newcomers
from tests.integration.casework import tellers

EXAMPLES = {"int": "1", "slug": "nothing-here", "str": "nothing-here", "uidb36": "1", "key": "a-b", "rest": "nothing"}
MACHINES = ("/messageexchange/", "/api/")
ADDRESSES = {address.route: address for address in permission_pages.addresses()}


def _example(route: str) -> str:
    """Return an address of this route, for a record that does not exist."""
    plain = re.sub(r"<(?:(\w+):)?\w+>", lambda found: EXAMPLES[found[1] or "str"], route)
    return re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda found: EXAMPLES[found[1]], plain).replace("^", "")


def _answer(client: Client, address: str) -> str:
    """Ask, by GET or else by POST, and return in the words of the table how it was taken."""
    answer = client.get(address)
    if answer.status_code == 405:
        answer = client.post(address)
    is_sent_to_sign_in = answer.status_code == 302 and answer["Location"].startswith(
        resolve_url(settings.LOGIN_URL) + "?next"
    )
    if address.startswith(MACHINES) and answer.status_code >= 400:
        return permission_pages.KEY
    return permission_pages.NO if is_sent_to_sign_in or answer.status_code == 403 else permission_pages.YES


def _everybody(cast: Cast) -> dict[str, Member]:
    return {**cast.members(), "reporter": tellers.reporter(), **make_newcomers(cast).members()}


def _place(member: Member) -> tuple[str, str, str]:
    return member.membership.role, member.organisation.kind, member.organisation.la_code


def test_the_table_is_about_the_test_cast(cast: Cast) -> None:
    ours = {name: _place(member) for name, member in _everybody(cast).items()}

    assert {one.name: (one.role, one.kind, one.la_code) for one in STANDINGS} == ours


@pytest.mark.parametrize("who", [NOBODY, *(one.name for one in STANDINGS)])
def test_every_address_answers_each_member_as_the_table_says(
    cast: Cast, signed_in: Callable[[Member], Client], who: str
) -> None:
    everybody = _everybody(cast)
    client = Client() if who == NOBODY else signed_in(everybody[who])

    wrong = {}
    for route, address in ADDRESSES.items():
        if who != NOBODY and "_auth_user_id" not in client.session:
            client = signed_in(everybody[who])
        answer = _answer(client, _example(route))
        if answer != address.cells[who]:
            wrong[route] = f"{answer}, not {address.cells[who]}"

    assert wrong == {}


def test_an_unguarded_view_is_no_row_but_a_failure() -> None:
    with pytest.raises(permission_pages.Unguarded):
        permission_pages.cells("/somewhere/", None)
    with pytest.raises(permission_pages.Unguarded):
        permission_pages.cells("/somewhere/", "anybody we like")


def test_every_action_that_an_edge_calls_asks_a_rule_or_says_what_it_asks_instead() -> None:
    silent = {action.key for action in permission_actions.actions() if not action.asks and action.callers}

    assert silent - set(permission_actions.ELSEWISE) == set()


def test_no_explanation_is_left_over() -> None:
    silent = {action.key for action in permission_actions.actions() if not action.asks}

    assert set(permission_actions.ELSEWISE) - silent == set()


@pytest.mark.parametrize("standing", STANDINGS, ids=lambda one: one.name)
def test_rules_answer_the_cast_as_they_answer_the_table(cast: Cast, standing: Standing) -> None:
    member = _everybody(cast)[standing.name]
    rules = {name for action in permission_actions.actions() for group in action.asks for name in group}
    plain = {name for name in rules - {permission_actions.SYSTEM} if _takes_an_act_only(name)}

    for name in plain:
        is_allowed = permission_actions.rule_cell(name, standing) == permission_actions.YES
        assert _answers(name, member) is is_allowed, name


def _answers(name: str, member: Member) -> bool:
    """Ask a rule; one that answers nothing lets her, and one that refuses does not."""
    try:
        answer = permission_actions.find_rule(name)(member.act())
    except Refusal:
        return False
    return answer is None or bool(answer)


def _takes_an_act_only(name: str) -> bool:
    rule = permission_actions.find_rule(name)
    return rule.__code__.co_argcount == 1


def test_the_page_has_every_address_and_action_once() -> None:
    text = permission_table.pages()["reference/permissions.md"]

    for route in ADDRESSES:
        assert text.count("| `" + route.replace("|", "\\|") + "` |") == 1
    for action in permission_actions.actions():
        assert f"`{action.key}`" in text
