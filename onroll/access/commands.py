"""An operator's commands: the register, people and roles, and the ledger. Exit codes: 0 done, 1 wrong, 2 misused."""

import hashlib
import json
import re
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import click
from django.db import transaction
from django.utils import timezone

from onroll.access import actions, queries, register, register_links
from onroll.access.models import Country, Membership, Organisation, OrganisationKind, Person, Role, Status
from onroll.access.presenters import ledger as presenters
from onroll.audit.act import LONDON, Act, by_the_system
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Refusal
from onroll.identifiers import establishment
from onroll.web.words import count_words

Made = TypeVar("Made")
PROBLEMS_SHOWN = 20
PROGRESS_EVERY = 10_000
CSV = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


def operator(purpose: str) -> Act:
    """Return the act of whoever has the command line of this installation."""
    return by_the_system(at=timezone.now(), purpose=purpose)


def organisation_for(code: str) -> Organisation:
    """Return the organisation with a code, closed ones too, or stop with plain words.

    Departments, agencies and some end-points have no code: `#17` means the one that the lists here call so.
    """
    organisation: Organisation | None
    if code.startswith("#") and code[1:].isdecimal():
        organisation = Organisation.objects.filter(pk=int(code[1:])).first()
    else:
        lookup = queries.organisation_with_code(code, timezone.localdate())
        organisation = lookup.found or lookup.closed
    if organisation is None:
        raise click.ClickException(f"There is no organisation with the code {code}.")
    return organisation


def person_for(email: str) -> Person:
    """Return the person with an address, or stop with plain words."""
    person = Person.objects.filter(email=email.strip().lower()).first()
    if person is None:
        raise click.ClickException("There is no account with this email address.")
    return person


@click.group()
def establishments() -> None:
    """Load and look up the register of schools."""


@establishments.command()
@click.argument("file", required=False, type=CSV)
@click.option("--links", type=CSV, help="The register's links between schools: who took over from whom.")
@click.option("--all-problems", is_flag=True, help=f"Show every problem, not only the first {PROBLEMS_SHOWN}.")
def load(file: Path | None, links: Path | None, all_problems: bool) -> None:
    """Load FILE, an extract of the national register ("edubasealldata", or the sample that comes with OnRoll).

    Nothing is removed; loading the same file again changes nothing. Rows without URN, authority or number are left
    out, and named on standard error. With --links, or --links alone, links of the register are loaded too: what it
    says of a school replaces what it said before. Either both files are loaded or none.
    """
    if file is None and links is None:
        raise click.UsageError("Name an extract of the register, or its links with --links, or both.")
    try:
        with transaction.atomic():
            if file is not None:
                load_schools(file, all_problems=all_problems)
            if links is not None:
                load_links(links, all_problems=all_problems)
    except register.NotARegister as problem:
        raise click.ClickException(f"{problem.words} Nothing was changed.") from problem


def load_schools(file: Path, *, all_problems: bool) -> None:
    """Load an extract and say what it did."""
    lines = register.read_register(file)
    loaded = actions.load_establishments(
        operator("load the register"), lines=lines, register_id=register_id_of(file), progress=show_progress
    )
    show_problems(loaded.problems, all_problems=all_problems)
    warnings = len(loaded.problems) - loaded.refused
    click.echo(f"{loaded.new:,} new, {loaded.changed:,} changed, {loaded.unchanged:,} unchanged schools")
    click.echo(count_words(loaded.new_authorities, "new authority"))
    click.echo(f"{count_words(loaded.refused, 'row')} left out, {count_words(warnings, 'warning')}")


def load_links(file: Path, *, all_problems: bool) -> None:
    """Load a file of links and say what it did."""
    lines = register_links.read_links(file)
    loaded = actions.load_links(operator("load the register's links"), lines=lines, register_id=register_id_of(file))
    show_problems(loaded.problems, all_problems=all_problems)
    warnings = len(loaded.problems) - loaded.refused
    changes = f"{loaded.changed:,} changed, {loaded.withdrawn:,} withdrawn, {loaded.unchanged:,} unchanged"
    click.echo(f"{loaded.new:,} new, {changes} links")
    click.echo(f"{count_words(loaded.refused, 'row')} left out, {count_words(warnings, 'warning')}")


def register_id_of(file: Path) -> str:
    """Return what the ledger calls a file: the start of its SHA-256."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()[:16]


def show_problems(problems: list[register.Problem], *, all_problems: bool) -> None:
    """Name rows left out and values not understood, the first few or all."""
    shown = problems if all_problems else problems[:PROBLEMS_SHOWN]
    for one in shown:
        click.echo(f"line {one.line}: {one.code} {one.words}", err=True)
    if len(shown) < len(problems):
        click.echo(f"and {len(problems) - len(shown):,} more (--all-problems shows them)", err=True)


def show_progress(rows: int) -> None:
    """Say from time to time how far a long load has come."""
    if rows % PROGRESS_EVERY == 0:
        click.echo(f"{rows:,} rows read", err=True)


@establishments.command()
@click.argument("code")
def show(code: str) -> None:
    """Show the organisations with CODE: seven digits of a school, or an authority's number and LLLL."""
    found = list(Organisation.objects.with_code(code.upper().replace("/", "")).order_by("opened_on", "urn"))
    if not found:
        raise click.ClickException(f"There is no organisation with the code {code}.")
    for one in found:
        words = (one.code, one.urn or "no URN", one.name, one.town, one.postcode, one.get_status_display())
        click.echo("  ".join(word for word in words if word))
        if one.status == Status.CLOSED:
            for after in queries.successors_of(one, timezone.localdate()):
                click.echo(f"    taken over by {after.code}  {after.urn}  {after.name}")


@establishments.command("add-outside")
@click.argument("country", type=click.Choice([one.value for one in Country if one != Country.ENGLAND]))
@click.argument("name")
@click.option("--code", default="", help="Its seven digits, where it has some: a school in Wales does.")
def add_outside(country: str, name: str, code: str) -> None:
    """Add NAME, a school or office in COUNTRY, to which files can go. People get roles there as anywhere."""
    number = establishment.normal_form(code)
    if number and not re.fullmatch("[0-9]{7}", number):
        raise click.UsageError("A code has seven digits: three of the authority or country, four of the school.")
    act = operator("add an end-point outside England")
    added = attempt(lambda: actions.add_outside(act, name=name, country=Country(country), code=number))
    click.echo(f"Added {added.name}: {added.code or f'#{added.pk}'}")


@establishments.command("add-agency")
@click.argument("name")
@click.option("--type", "type_name", default="", help="What kind it is, as in Police or Housing: fits its form.")
@click.option("--area", "la_code", default="", help="Three digits of the authority, where it works in one area only.")
def add_agency(name: str, type_name: str, la_code: str) -> None:
    """Add NAME, a partner agency whose people or software may tell of children. Give them the role agency_reporter."""
    if la_code and not re.fullmatch("[0-9]{3}", la_code):
        raise click.UsageError("An area is the three digits of its authority.")
    act, kind = operator("add a partner agency"), OrganisationKind.AGENCY
    added = attempt(lambda: actions.add_organisation(act, kind=kind, name=name, type_name=type_name, la_code=la_code))
    click.echo(f"Added {added.name}: #{added.pk}")


@establishments.command("outside")
def list_outside() -> None:
    """List the schools and authorities outside England; `#17` stands where there is no code."""
    for one in queries.organisations_outside():
        click.echo(f"{one.code or f'#{one.pk}'}  {one.name}  {one.get_country_display()}")


@establishments.command()
@click.argument("code")
@click.argument("address")
def notices(code: str, address: str) -> None:
    """Send the email notices for CODE to ADDRESS from now on; "" means: to the people who handle its files."""
    act = operator("set the notice address")
    actions.set_notice_address(act, organisation=organisation_for(code), address=address)
    click.echo(f"Notices for {code} go to {address or 'the people who handle its files'}.")


@click.group()
def users() -> None:
    """List people, add them, give and end roles."""


@users.command("list")
@click.option("--organisation", "code", help="Only roles for the organisation with this code.")
def list_users(code: str | None) -> None:
    """List who holds which role, and until when."""
    people = Person.objects.order_by("email")
    held = queries.people_of(organisation_for(code)) if code else Membership.objects.select_related("organisation")
    for person in people.filter(memberships__in=held).distinct() if code else people:
        click.echo(f"{person.email}  {person.name}{'' if person.is_active else '  (closed)'}")
        for one in held.filter(person=person).order_by("organisation__name", "role"):
            until = f" until {one.until_on:%d-%m-%Y}" if one.until_on else ""
            click.echo(f"    {one.role} for {one.organisation} from {one.from_on:%d-%m-%Y}{until}")


@users.command()
@click.argument("email")
@click.option("--name", required=True, help="The name that colleagues know.")
def add(email: str, name: str) -> None:
    """Make an account for EMAIL. The person sets a password with "I forgot my password" on the sign-in page."""
    attempt(lambda: actions.add_person(operator("add a person"), email=email, name=name))
    click.echo("The account is made. Give it a role with: onroll users role")


@users.command()
@click.argument("email")
@click.argument("code")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.option("--from", "from_on", type=click.DateTime(["%Y-%m-%d"]), help="First day; today, where not given.")
@click.option("--until", "until_on", type=click.DateTime(["%Y-%m-%d"]), help="Last day; open, where not given.")
def role(email: str, code: str, role: str, from_on: datetime | None, until_on: datetime | None) -> None:
    """Give the person with EMAIL a ROLE for the organisation with CODE."""
    attempt(
        lambda: actions.give_role(
            operator("give a role"),
            person=person_for(email),
            organisation=organisation_for(code),
            role=Role(role),
            from_on=day_of(from_on),
            until_on=day_of(until_on),
        )
    )
    click.echo("The role is given.")


@users.command()
@click.argument("email")
@click.argument("code")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.option("--last", "last_on", type=click.DateTime(["%Y-%m-%d"]), help="Last day; ended at once, where not given.")
def end(email: str, code: str, role: str, last_on: datetime | None) -> None:
    """End a ROLE of the person with EMAIL for the organisation with CODE."""
    held = queries.people_of(organisation_for(code)).filter(person=person_for(email), role=role).first()
    if held is None:
        raise click.ClickException(actions.RoleNotHeld.default_words)
    attempt(lambda: actions.end_role(operator("end a role"), membership=held, last_on=day_of(last_on)))
    click.echo("The role is ended.")


def day_of(moment: datetime | None) -> date | None:
    """Return the day that click read."""
    return moment.date() if moment else None


def attempt(action: Callable[[], Made]) -> Made:
    """Run an action and return what it made; a refusal becomes plain words and exit code 1."""
    try:
        return action()
    except Refusal as refusal:
        raise click.ClickException(refusal.words) from refusal


@click.group()
def ledger() -> None:
    """Read and verify the ledger of every act."""


@ledger.command("list")
@click.option("--about", nargs=2, metavar="KIND ID", help="Only entries about one thing, such as: message 12")
@click.option("--organisation", "code", help="Only what was done for the organisation with this code.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only from this day on.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_entries(about: tuple[str, str] | None, code: str | None, since: datetime | None, as_json: bool) -> None:
    """List entries, oldest first. That they were listed is an entry too."""
    kind, number = about or ("", "")
    filters = queries.LedgerFilters(
        from_on=day_of(since),
        organisation=organisation_for(code) if code else None,
        about_kind=kind,
        about_id=number,
    )
    for entry in actions.list_ledger(operator("list the ledger"), filters=filters):
        click.echo(json.dumps(as_plain(entry), ensure_ascii=False) if as_json else as_line(entry))


def as_plain(entry: LedgerEntry) -> dict[str, object]:
    """Return an entry with all its values, for machines."""
    plain = {field: getattr(entry, field) for field in LedgerEntry.field_classes}
    return {**plain, "at": entry.at.isoformat()}


def as_line(entry: LedgerEntry) -> str:
    """Return an entry in one line, for people."""
    at = f"{entry.at.astimezone(LONDON):%d-%m-%Y %H:%M:%S}"
    actor = f"person {entry.actor_id}" if entry.actor_id else entry.role or "nobody"
    about = f"{entry.subject_kind} {entry.subject_id}"
    organisation = f"organisation {entry.organisation_id}" if entry.organisation_id else "no organisation"
    what = (str(entry.sequence), at, entry.name, about, f"by {actor}", f"for {organisation}", presenters.why(entry))
    return "  ".join(what)


@ledger.command()
def verify() -> None:
    """Check the chain of the whole ledger: exit code 1 when an entry was changed or removed from outside."""
    found = actions.verify_ledger(operator("check the ledger"))
    if found.broken:
        click.echo(f"The chain does not hold at: {', '.join(str(number) for number in found.broken)}", err=True)
        sys.exit(1)
    click.echo(f"The chain holds: {presenters.entries_words(found.entries)}.")
