"""The team's page for its leader: how much each officer has in hand and how old it is; and giving cases over."""

import dataclasses
from collections.abc import Sequence

from django.urls import reverse

from onroll.access.models import Person
from onroll.audit.act import LONDON, Act
from onroll.casework.actions import MOST_GIVEN
from onroll.casework.followup import days_overdue
from onroll.casework.models import Case
from onroll.casework.presenters.people import child_name
from onroll.casework.queries import Load, Queues
from onroll.casework.queries import Queue as Whose
from onroll.casework.risks import Risk
from onroll.casework.stages import MEANINGS, Stage
from onroll.web.parts import Cell, Link, Table
from onroll.web.words import count_words, day_words, days_words, moment_words

SHOWN_TO_TICK = 100


@dataclasses.dataclass(frozen=True, kw_only=True)
class TeamPage:
    """What the template shows; a table is None where its list is empty."""

    title: str
    summary: str
    made: str
    officers: Table | None
    left: Table | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class GivePage:
    """The page on which cases of one officer are given to another. `more`: how many are not among those to tick."""

    title: str
    lead: str
    more: str
    has_cases: bool


def team_page(act: Act, loads: Sequence[Load], queues: Queues) -> TeamPage:
    """Present the team, most overdue first; whoever has left it and still has cases stands apart, before the others."""
    everybody = queues.counts[Whose.ALL]
    return TeamPage(
        title="The team",
        summary=f"{count_words(everybody.open_count, 'open case')}, {everybody.overdue_count:,} of them overdue for "
        "follow-up.",
        made=f"Counted at {moment_words(act.at)} from the open cases of your authority. Overdue: nobody has worked on "
        "the case for a month, or by the day set for the next follow-up. Age: calendar days since your authority was "
        "notified.",
        officers=_table("Officers", [load for load in loads if load.is_officer]),
        left=_table("Cases of people who have left the team", [load for load in loads if not load.is_officer]),
    )


def _table(caption: str, loads: Sequence[Load]) -> Table | None:
    if not loads:
        return None
    return Table(
        caption=caption,
        head=("Officer", "Overdue", "Open", "High risk", "Age: half are over", "Oldest", "Away", "Give"),
        rows=tuple(_row(load) for load in loads),
        numeric=frozenset({1, 2, 3, 4, 5}),
    )


def _row(load: Load) -> tuple[Cell, ...]:
    own = f"{reverse('casework:work-list')}?of={load.person.pk}#cases"
    deputy = f" Deputy for {load.deputy_count:,}." if load.deputy_count else ""
    away = f"Until {day_words(load.away_until)}: {load.covered_by} covers." if load.away_until else ""
    return (
        Link(text=load.person.name, href=own, hidden_words="’s cases"),
        f"{load.overdue_count:,}",
        f"{load.open_count:,}",
        f"{load.high_count:,}",
        days_words(load.median_age_days) if load.open_count else "No case",
        days_words(load.oldest_age_days) if load.open_count else "No case",
        f"{away}{deputy}".strip() or "No",
        Link(
            text="Give cases over",
            href=reverse("casework:give-cases", args=[load.person.pk]),
            hidden_words=f"from {load.person.name}",
        )
        if load.open_count
        else "No case",
    )


def give_page(person: Person, cases: Sequence[Case]) -> GivePage:
    """Present the giving over. `cases`: the officer's open ones, the most urgent first, at most `MOST_GIVEN`."""
    number = len(cases)
    most = f" or more: the {MOST_GIVEN:,} most urgent can be given at once" if number == MOST_GIVEN else ""
    left = max(0, number - SHOWN_TO_TICK)
    return GivePage(
        title="Give cases to another officer",
        lead=f"{person.name} has {count_words(number, 'open case')} in hand{most}.",
        more=f"{count_words(left, 'case')} more, less urgent. To give them too, choose all." if left else "",
        has_cases=bool(cases),
    )


def case_words(act: Act, case: Case) -> str:
    """Return one case as it stands beside its box to tick."""
    last_on = case.last_worked_at.astimezone(LONDON).date()
    late = days_overdue(last_on, act.on, case.follow_up_by, is_confirmed=case.confirmed_by_id is not None)
    parts = [
        f"{child_name(case.notification.sighting)} ({case.reference})",
        f"overdue {days_words(late)}" if late else "in time",
        f"risk {Risk(case.risk).label.lower()}",
        MEANINGS[Stage(case.stage)].name,
    ]
    return ", ".join(parts)


def given_words(count: int, person: Person) -> str:
    """Return what is said when cases were given."""
    return f"{count_words(count, 'case')} given to {person.name}."


def left_words(references: Sequence[str]) -> str:
    """Return what is said of cases that were left as they are: references, never a name."""
    named = ", ".join(references[:10])
    more = f" and {len(references) - 10:,} more" if len(references) > 10 else ""
    return (
        f"{count_words(len(references), 'case')} changed by someone else meanwhile. Nothing of that was overwritten: "
        f"{named}{more}. Look at them again before you choose anew."
    )
