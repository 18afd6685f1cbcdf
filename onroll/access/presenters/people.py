"""Turns roles and covers into the final words of the pages about people and one's own account."""

import dataclasses
from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from onroll.access import permissions
from onroll.access.models import Cover, Membership, Organisation, Role
from onroll.web.parts import Cell, Link, Row, Table
from onroll.web.words import LONDON, day_words

# What each role is for, as an approver chooses it and its holder reads it.
MEANINGS: dict[str, str] = {
    Role.ADMISSIONS: "Sends, collects and confirms pupils’ files.",
    Role.ATTENDANCE: "Keeps registers and returns, and opens the attendance part of what comes with a file.",
    Role.SAFEGUARDING: "Opens the safeguarding part of what comes with a file. Nobody else can.",
    Role.CME_OFFICER: "Handles files and works on the cases of children missing education.",
    Role.AGENCY_REPORTER: "Tells the authority of children who may be missing education, and reads what came of it.",
    Role.CME_LEADER: "Does what an officer for children missing education does, and sees the work of the whole team.",
    Role.INTERVIEWER: "Interviews authorities about their work on children missing education. Sees no child.",
    Role.RESEARCHER: "Leads the survey of authorities and settles its judgements. Sees no child.",
    Role.EXCHANGE_ADMINISTRATOR: "Sends and collects files and looks after the exchange.",
    Role.AUDITOR: "Reads who did what. Opens no file.",
    Role.APPROVER: "Gives and takes away access. Opens no file.",
}
# What a page says about a role before it is changed.
FACTS = frozenset({"Person", "Role", "Since", "Covered by"})


@dataclasses.dataclass(frozen=True, kw_only=True)
class People:
    """Who has access to an organisation."""

    title: str
    table: Table
    give_href: str


def people(memberships: Sequence[Membership], *, on: date) -> People:
    """Present everybody who has, or will have, a role in the approver's organisation."""
    rows = tuple(
        (
            Link(text=one.person.name, href=role_href("role", one), hidden_words=f"as {one.get_role_display()}"),
            one.get_role_display(),
            period_words(one, on),
            signed_in_words(one),
            cover_words(current_cover(one, on)),
        )
        for one in memberships
    )
    name = memberships[0].organisation.name if memberships else "your organisation"
    head = ("Person", "Role", "Since", "Last signed in", "Covered by")
    table = Table(caption=f"Who has a role for {name}", head=head, rows=rows)
    return People(title="People", table=table, give_href=reverse("access:give-role"))


def role_href(page: str, membership: Membership) -> str:
    """Return the address of a page about one role."""
    return reverse(f"access:{page}", args=[membership.pk])


def period_words(membership: Membership, on: date) -> str:
    """Return since when somebody has a role, and until when if it ends."""
    start = ("From " if membership.from_on > on else "") + day_words(membership.from_on)
    return f"{start}, until {day_words(membership.until_on)}" if membership.until_on else start


def signed_in_words(membership: Membership) -> str:
    """Return the day on which somebody last signed in."""
    last = membership.person.last_login
    return day_words(last.astimezone(LONDON)) if last else "Never"


def current_cover(membership: Membership, on: date) -> Cover | None:
    """Return the cover of a role that has not ended, if there is one."""
    cover: Cover | None = getattr(membership, "cover", None)
    return cover if cover and cover.until_on >= on else None


def cover_words(cover: Cover | None) -> str:
    """Return who covers a role and when; both days count."""
    if cover is None:
        return "Nobody"
    return f"{cover.by.name}, {day_words(cover.from_on)} to {day_words(cover.until_on)}"


@dataclasses.dataclass(frozen=True, kw_only=True)
class GiveRole:
    """The roles an approver may give."""

    title: str
    hints: dict[str, str]
    back_href: str


def give_role() -> GiveRole:
    """Present the roles with what each is for."""
    return GiveRole(title="Give someone a role", hints=MEANINGS, back_href=reverse("access:people"))


def role_choices(organisation: Organisation) -> list[tuple[str, str]]:
    """Return the roles that people may hold in an organisation."""
    return [(role.value, str(role.label)) for role in permissions.roles_of(organisation)]


@dataclasses.dataclass(frozen=True, kw_only=True)
class RolePage:
    """One role of one person, and what may be done about it. The title names nobody."""

    title: str
    rows: tuple[Row, ...]
    facts: tuple[Row, ...]
    back_href: str
    back_text: str
    here_href: str


def role(membership: Membership, *, title: str, on: date, may_end: bool) -> RolePage:
    """Present one role: to an approver with the way to end it, to its holder with the way to have it covered."""
    cover = current_cover(membership, on)
    end = Link(text="End this role", href=role_href("end-role", membership))
    name_cover = Link(text="Name someone to cover", href=role_href("cover-role", membership))
    end_cover = Link(text="End this cover", href=role_href("end-cover", membership))
    meaning = MEANINGS[membership.role]
    back = reverse("access:people" if may_end else "access:account")
    rows = (
        Row(key="Person", value=membership.person.name),
        Row(key="Email address", value=membership.person.email),
        Row(key="Organisation", value=str(membership.organisation)),
        Row(key="Role", value=f"{membership.get_role_display()}. {meaning}"),
        Row(key="Since", value=period_words(membership, on), links=(end,) if may_end else ()),
        Row(key="Last signed in", value=signed_in_words(membership)),
        Row(key="Covered by", value=cover_words(cover), links=(end_cover if cover else name_cover,)),
    )
    return RolePage(
        title=title,
        rows=rows,
        facts=tuple(dataclasses.replace(row, links=()) for row in rows if row.key in FACTS),
        back_href=back,
        back_text="Back to people" if may_end else "Back to your account",
        here_href=role_href("role", membership),
    )


@dataclasses.dataclass(frozen=True, kw_only=True)
class Account:
    """Somebody's own account: who she is, what she may do and for whom, and who covers for whom."""

    title: str
    rows: tuple[Row, ...]
    roles: Table | None
    covers: Table | None
    password_href: str


def account(*, name: str, email: str, roles: Sequence[Membership], covers: Sequence[Cover], on: date) -> Account:
    """Present one's own account."""
    password = Link(text="Change your password", href=reverse("account_change_password"))
    held = Table(
        caption="Your roles",
        head=("Organisation", "Role", "What it is for", "Since", "Covered by", "What you can do"),
        rows=tuple(_own_role(one, on) for one in roles),
    )
    covered = Table(
        caption="What you cover for colleagues today",
        head=("Organisation", "Role", "For", "Last day"),
        rows=tuple(
            (
                str(one.membership.organisation),
                one.membership.get_role_display(),
                one.membership.person.name,
                day_words(one.until_on),
            )
            for one in covers
        ),
    )
    return Account(
        title="Your account",
        rows=(
            Row(key="Name", value=name),
            Row(key="Email address", value=email),
            Row(key="Password", value="Only you know it", links=(password,)),
        ),
        roles=held if roles else None,
        covers=covered if covers else None,
        password_href=password.href,
    )


def _own_role(membership: Membership, on: date) -> tuple[Cell, ...]:
    words = membership.get_role_display()
    return (
        str(membership.organisation),
        words,
        MEANINGS[membership.role],
        period_words(membership, on),
        cover_words(current_cover(membership, on)),
        Link(text="Arrange cover", href=role_href("role", membership), hidden_words=f"for {words}"),
    )
