"""The part of a case's page that says how far it has come, and the pages on which that is changed."""

import dataclasses
import re
from datetime import date

from django.urls import reverse

from onroll.audit.act import LONDON
from onroll.casework import tables
from onroll.casework.case_dates import DATE_NAMES, CaseDateKind
from onroll.casework.models import Case, CaseDate, ChecklistTick
from onroll.casework.presenters.risk import risk_tag
from onroll.casework.presenters.tasks import TaskPage, stage_words, task_page
from onroll.casework.queries import Progress
from onroll.casework.risks import RISK_MEANINGS, Risk
from onroll.casework.stages import MEANINGS, WORKING, Stage
from onroll.rules import stage_clocks
from onroll.web.parts import Cell, Link, Row, Step, Table
from onroll.web.words import count_words, day_words, days_words

# Where the developers' table of deadlines says the same: for docs/reference, not for an officer.
_OF_OUR_TABLE = re.compile(r" \(deadlines\.csv \w+\)")


@dataclasses.dataclass(frozen=True, kw_only=True)
class ProgressPart:
    """What `parts/progress` shows."""

    steps: tuple[Step, ...]
    rows: tuple[Row, ...]
    corrections: Table | None
    hands: Table | None


def progress_part(case: Case, progress: Progress, on: date) -> ProgressPart:
    """Present how far a case has come."""
    return ProgressPart(
        steps=_steps(case),
        rows=_closed_rows(case, progress) if case.stage == Stage.CLOSED else _rows(case, progress, on),
        corrections=_dates_table(progress.dates),
        hands=_hands_table(progress),
    )


def _steps(case: Case) -> tuple[Step, ...]:
    """The nine stages, those before the present one done; a closed case has them all behind it."""
    now = len(WORKING) if case.stage == Stage.CLOSED else WORKING.index(Stage(case.stage))
    return tuple(
        Step(
            words=MEANINGS[stage].name,
            state="done" if number < now else "current" if number == now else "to do",
            at=f"since {day_words(case.stage_since_on)}" if number == now else "",
        )
        for number, stage in enumerate(WORKING)
    )


def _rows(case: Case, progress: Progress, on: date) -> tuple[Row, ...]:
    return (
        Row(key="Time for this stage", value=_clock_words(case, progress.stage_due_on, on)),
        _row(case, "Follow-up", _follow_up_words(case, progress, on), "follow-up", "Record", "a follow-up"),
        _row(case, "Risk", risk_tag(Risk(case.risk), "risk"), "assess-risk", "Assess", "the risk"),
        *_risk_rows(progress),
        _row(
            *(case, "Checklist of this stage", _checklist_words(case, progress)),
            *("tick-checklist", "Open", "the checklists"),
        ),
        _row(case, "Deputy", case.deputy.name if case.deputy else "Nobody", "name-deputy", "Change", "the deputy"),
    )


def _row(case: Case, key: str, value: Cell, page: str, text: str, hidden_words: str) -> Row:
    href = reverse(f"casework:{page}", args=[case.reference])
    return Row(key=key, value=value, links=(Link(text=text, href=href, hidden_words=hidden_words),))


def _closed_rows(case: Case, progress: Progress) -> tuple[Row, ...]:
    kind = tables.evidence_kinds().get(case.evidence_kind)
    return (
        Row(key="Kind of evidence", value=kind.words if kind else "Not recorded"),
        Row(key="Risk", value=risk_tag(Risk(case.risk), "risk")),
        *_risk_rows(progress),
    )


def _risk_rows(progress: Progress) -> tuple[Row, ...]:
    """Why the risk is as it is, who said so and when; nothing while nobody has."""
    found = progress.risk
    if found is None:
        return ()
    signs = [tables.risk_prompts()[code].words for code in found.prompts if code in tables.risk_prompts()]
    said = f"{found.person.name}, {day_words(found.at.astimezone(LONDON).date())}: {found.reason}"
    rows = [Row(key="Why this risk", value=said)]
    if signs:
        rows.append(Row(key="Signs", value="; ".join(signs)))
    if found.referral:
        rows.append(Row(key="Referred", value=found.referral))
    return tuple(rows)


def _clock_words(case: Case, due_on: date | None, on: date) -> str:
    clock = stage_clocks.every_stage_clock().get(case.stage)
    if clock is None or due_on is None:
        return "No time is set, or the school days of this year are not known"
    late = (on - due_on).days
    state = f"{days_words(late)} beyond its time" if late > 0 else "in time"
    calendar = " (usual school days in England)" if clock.clock.value == "school days" else ""
    return (
        f"{clock.words}{calendar} from {day_words(case.stage_since_on)}: by {day_words(due_on)}, {state}. A measure to "
        f"work by, not a limit in law: {_OF_OUR_TABLE.sub('', clock.source)}."
    )


def _follow_up_words(case: Case, progress: Progress, on: date) -> str:
    last = f"Last worked on {day_words(case.last_worked_at.astimezone(LONDON).date())}"
    due_on = progress.follow_up_due_on
    if due_on is None:
        return "None is due: a school has confirmed the child. Close the case."
    late = (on - due_on).days
    state = f"overdue {days_words(late)}" if late > 0 else "in time"
    return f"Next by {day_words(due_on)}, {state}. {last}. At least monthly until a new provider has the child."


def _checklist_words(case: Case, progress: Progress) -> str:
    lines = tables.lines_of(case.stage)
    done = sum(line.code in progress.ticks for line in lines)
    return f"{done} of {count_words(len(lines), 'line')} done"


def _dates_table(dates: tuple[CaseDate, ...]) -> Table | None:
    """Every date with since when it is known: the newest of each kind holds, an older one was corrected."""
    if not dates:
        return None
    newest = {one.kind: one.pk for one in dates}
    return Table(
        caption="Dates, and since when they are known",
        head=("Date", "Day", "Known since", "From whom", "Holds"),
        rows=tuple(
            (
                DATE_NAMES[CaseDateKind(one.kind)],
                day_words(one.day) if one.day else "Taken away",
                day_words(one.known_at.astimezone(LONDON).date()),
                _from_whom(one),
                "Yes" if newest[one.kind] == one.pk else "No, corrected later",
            )
            for one in dates
        ),
    )


def _from_whom(one: CaseDate) -> str:
    parts = [one.person.name if one.person else "", one.organisation.name if one.organisation else ""]
    return ", ".join(part for part in parts if part) or "OnRoll"


def _hands_table(progress: Progress) -> Table | None:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            one.person.name,
            "Deputy" if one.is_deputy else "Responsible",
            day_words(one.from_at.astimezone(LONDON).date()),
            day_words(one.until_at.astimezone(LONDON).date()) if one.until_at else "Now",
        )
        for one in progress.responsibilities
    )
    return Table(caption="In whose hands it was", head=("Officer", "As", "From", "Until"), rows=rows) if rows else None


def ticked(version: int, ticks: dict[str, ChecklistTick]) -> dict[str, object]:
    """Return what the checklist's form starts from: each stage with the lines that are ticked."""
    fields = {
        stage.value: [line.code for line in tables.lines_of(stage.value) if line.code in ticks] for stage in WORKING
    }
    return {"version": version, **fields}


def checklist_page(case: Case, ticks: dict[str, ChecklistTick]) -> TaskPage:
    """Present the checklists; under each ticked line, who ticked it and when."""
    hints = {
        code: f"{tick.ticked_by.name}, {day_words(tick.ticked_at.astimezone(LONDON).date())}"
        for code, tick in ticks.items()
    }
    return dataclasses.replace(task_page(case, "Checklists", stage_words(case)), hints=hints)


def risk_page(case: Case) -> TaskPage:
    """Present the page of the risk; what each level means stands under it."""
    lead = (
        "Where a child may be at risk of significant harm, refer to social care or the police at once, and do not wait "
        "for anything on this page."
    )
    hints = {str(risk.value): RISK_MEANINGS[risk] for risk in Risk}
    return dataclasses.replace(task_page(case, "Assess the risk", lead), hints=hints)
