"""The pages of reasonable enquiries: the lists one shares, one list, and what the grounds allow."""

import dataclasses
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from onroll.access.models import OrganisationKind
from onroll.audit.act import Act
from onroll.casework import permissions
from onroll.casework.models import EnquiryLine, EnquiryList, EnquirySignature, Method, Result
from onroll.casework.presenters.people import child_name
from onroll.casework.presenters.tasks import TaskPage
from onroll.rules import deletion
from onroll.rules.enquiries import Enquiry, Party
from onroll.web.parts import Cell, Link, Row, Table, Tag
from onroll.web.words import count_words, day_words, moment_words

HARM = Tag(
    words="Harm: act now",
    meaning="An enquiry gave a sign of significant harm, and nobody has recorded what was done.",
    colour="red",
)
BEING_MADE = Tag(words="Being made", meaning="School and authority add to the list.", colour="blue")
SIGNED = Tag(words="Signed", meaning="Both sides have signed the list as it stands.", colour="green")
DELETED = Tag(words="Pupil deleted", meaning="The school deleted the pupil. The list is kept as it was.", colour="grey")
PARTIES = {Party.SCHOOL: "School", Party.AUTHORITY: "Authority"}
NOT_SHARED = "Kept to the other side. Ask it where you need to know."


@dataclasses.dataclass(frozen=True, kw_only=True)
class EnquiryListsPage:
    """The lists that a person shares."""

    title: str
    lists: Table | None
    begin_href: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class GroundBox:
    """One ground, whether it may be used, and why not. `code` is empty where the reader may not delete."""

    title: str
    tag: Tag
    conditions: Table
    code: str
    button: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class EnquiriesPage:
    """One list. Addresses are empty where there is nothing to do there for this reader now."""

    title: str
    child: str
    state: Tag
    signs: tuple[Link, ...]
    about: tuple[Row, ...]
    lines: Table
    requests: Table | None
    absence: tuple[Row, ...]
    signatures: tuple[Row, ...]
    not_ready: tuple[str, ...]
    grounds: tuple[GroundBox, ...]
    version: int
    add_href: str
    not_applicable_href: str
    ask_href: str
    sign_href: str
    delete_href: str
    back: Link


def enquiry_lists_page(act: Act, lists: Sequence[EnquiryList]) -> EnquiryListsPage:
    """Present the lists that the person shares."""
    rows = tuple(
        (
            Link(text=child_name(each.sighting), href=_page(each, "enquiries")),
            each.school.name if each.school else "No school",
            day_words(each.begun_at),
            HARM if each.open_harm else _state(each, is_signed=False),  # type: ignore[attr-defined]
            count_words(each.waiting, "request"),  # type: ignore[attr-defined]
        )
        for each in lists
    )
    table = Table(
        caption="Children about whom enquiries are made, the urgent first",
        head=("Child", "School", "Begun", "State", "Requests that wait for an answer"),
        rows=rows,
    )
    return EnquiryListsPage(
        title="Reasonable enquiries",
        lists=table if rows else None,
        begin_href=reverse("casework:begin-enquiries") if permissions.may_begin_for_pupil(act) else "",
    )


def begin_page() -> TaskPage:
    """Present the beginning of enquiries about a pupil."""
    return TaskPage(
        title="Begin reasonable enquiries",
        reference="A pupil of your school who stays away",
        case_href=reverse("casework:enquiry-lists"),
        lead="Your authority shares the list from the moment you begin. If a child may be in danger, telephone 999 "
        "first.",
        hints={},
        back_words="Back to all enquiries",
    )


def enquiries_page(
    act: Act,
    enquiries: EnquiryList,
    *,
    checklist: Sequence[Enquiry],
    lines: Sequence[EnquiryLine],
    requests: Table | None,
    signatures: dict[Party, EnquirySignature],
    signs: Sequence[EnquiryLine],
    missing: Sequence[str],
    decisions: Sequence[deletion.Decision],
) -> EnquiriesPage:
    """Present one list to one of its sides."""
    party, ended = permissions.party_of(act), hasattr(enquiries, "deletion")
    may_sign = not ended and not missing and party not in signatures
    may_delete = not ended and party is Party.SCHOOL
    is_signed = len(signatures) == len(Party)
    return EnquiriesPage(
        title=f"Reasonable enquiries {enquiries.reference}",
        child=child_name(enquiries.sighting),
        state=HARM if signs else _state(enquiries, is_signed=is_signed),
        signs=tuple(_sign_link(enquiries, line) for line in signs),
        about=_about(enquiries),
        lines=_checklist_table(party, checklist, lines),
        requests=requests,
        absence=_absence(enquiries, may_change=may_delete, may_say_found=not ended),
        signatures=tuple(_signature_row(side, signatures.get(side)) for side in Party),
        not_ready=() if ended else tuple(missing),
        grounds=tuple(_ground_box(each, may_delete=may_delete) for each in decisions),
        version=enquiries.version,
        add_href="" if ended else _page(enquiries, "add-enquiry"),
        not_applicable_href="" if ended else _page(enquiries, "not-applicable"),
        ask_href="" if ended else _page(enquiries, "ask-agency"),
        sign_href=_page(enquiries, "sign-enquiries") if may_sign else "",
        delete_href=_page(enquiries, "delete-pupil"),
        back=Link(text="Back to all enquiries", href=reverse("casework:enquiry-lists")),
    )


def case_enquiries(lists: Sequence[EnquiryList], begin_href: str) -> dict[str, object]:
    """Present the enquiries about a case's child, for the case's page."""
    return {
        "links": tuple(
            Link(
                text=f"Enquiries {each.reference} with {each.school.name if each.school else 'no school'}, "
                f"begun {day_words(each.begun_at)}",
                href=_page(each, "enquiries"),
            )
            for each in lists
        ),
        "begin_href": begin_href,
    }


def _state(enquiries: EnquiryList, *, is_signed: bool) -> Tag:
    if hasattr(enquiries, "deletion"):
        return DELETED
    return SIGNED if is_signed else BEING_MADE


def _about(enquiries: EnquiryList) -> tuple[Row, ...]:
    sighting = enquiries.sighting
    ended: tuple[Row, ...] = ()
    if hasattr(enquiries, "deletion"):
        done = enquiries.deletion
        words = f"{day_words(done.deleted_on)}, ground {done.letter}, recorded {moment_words(done.recorded_at)}"
        ended = (Row(key="Deleted from the register", value=words),)
    return (
        Row(key="Date of birth", value=day_words(sighting.birth_date) if sighting.birth_date else "Not given"),
        Row(key="School", value=enquiries.school.name if enquiries.school else "None: no school shares these"),
        Row(key="Authority", value=enquiries.authority.name),
        Row(key="Begun", value=f"{moment_words(enquiries.begun_at)}, by {enquiries.begun_by.name}"),
        *ended,
    )


def _sign_link(enquiries: EnquiryList, line: EnquiryLine) -> Link:
    href = reverse("casework:refer-harm", args=[enquiries.reference, line.pk])
    return Link(text=f"Record what was done about the sign of {moment_words(line.recorded_at)}", href=href)


def _checklist_table(party: Party, checklist: Sequence[Enquiry], lines: Sequence[EnquiryLine]) -> Table:
    """Every line of the checklist, each with all that was done; what was not done says so."""
    by_code: dict[str, list[EnquiryLine]] = defaultdict(list)
    for line in lines:
        by_code[line.code].append(line)
    rows: list[tuple[Cell, ...]] = []
    for number, enquiry in enumerate(checklist, start=1):
        words = f"{number}. {enquiry.words}"
        made = by_code[enquiry.code]
        rows += [_line_row(party, words, line) for line in made] or [(words, "Nobody yet", "", "", "")]
    return Table(
        caption="The checklist",
        head=("Enquiry", "Who", "When and how", "What came of it", "Evidence"),
        rows=tuple(rows),
    )


def _line_row(party: Party, words: str, line: EnquiryLine) -> tuple[Cell, ...]:
    person = f"{line.person.name}, " if line.person else ""
    who = f"{PARTIES[Party(line.party)]}: {person}{line.organisation.name}"
    if line.is_not_applicable:
        return words, who, f"Does not apply, said {day_words(line.recorded_at)}", line.words, ""
    made = f"{day_words(line.made_on)}, {Method(line.method).label.lower()}" if line.made_on else ""
    if line.is_own_side_only and line.party != party:
        is_told = line.organisation.kind == OrganisationKind.AGENCY  # which agency was asked is that side's own too
        return words, PARTIES[Party(line.party)] if is_told else who, made, NOT_SHARED, ""
    harm = "Sign of significant harm. " if line.is_sign_of_harm else ""
    done = " ".join(f"{each.get_decision_display()} ({moment_words(each.at)})." for each in line.referrals.all())
    came = f"{harm}{Result(line.result).label}. {line.words} {done}".strip()
    return words, who, made, came, line.evidence or "None named"


def _absence(enquiries: EnquiryList, *, may_change: bool, may_say_found: bool) -> tuple[Row, ...]:
    change = (Link(text="Change", href=_page(enquiries, "record-absence"), hidden_words="what the register shows"),)
    found = (Link(text="Change", href=_page(enquiries, "record-whereabouts"), hidden_words="whether found"),)
    links = change if may_change else ()
    agreed = f"School: {_yes(enquiries.school_agrees)}. Authority: {_yes(enquiries.authority_agrees)}."
    return (
        Row(key="Last day attended", value=_day(enquiries.last_attended_on), links=links),
        Row(key="Leave of absence ended", value=_day(enquiries.leave_ended_on), links=links),
        Row(key="Register looked at up to", value=_day(enquiries.absent_until_on), links=links),
        Row(key="Every session coded G, N or O", value=_yes(enquiries.is_absence_unbroken), links=links),
        Row(key="Sickness or unavoidable cause", value=_yes(enquiries.has_good_cause), links=links),
        Row(key="Child found", value=_yes(enquiries.is_found), links=found if may_say_found else ()),
        *((Row(key="Agreed: will not come back", value=agreed),) if enquiries.is_found else ()),
    )


def _signature_row(side: Party, signature: EnquirySignature | None) -> Row:
    if signature is None:
        return Row(key=PARTIES[side], value="Not signed, as the list stands now")
    name = signature.person.name
    return Row(key=PARTIES[side], value=f"{name}, {signature.organisation.name}, {moment_words(signature.at)}")


def _ground_box(decision: deletion.Decision, *, may_delete: bool) -> GroundBox:
    ground = decision.ground
    before = deletion.ground_with_code(ground.code, date(2024, 8, 18)).letter.lower()
    title = f"Ground {ground.letter}: {ground.words.lower()} (before 19 August 2024 it was {before})"
    met = Tag(words="Met", meaning="", colour="green")
    not_met = Tag(words="Not met", meaning="", colour="red")
    may = decision.may_be_used
    return GroundBox(
        title=title,
        tag=Tag(
            words="May be used" if may else "May not be used",
            meaning=f"Under {ground.ruleset.title}, {ground.reference}."
            + ("" if may else " What is not met stands below."),
            colour="green" if may else "red",
        ),
        conditions=Table(
            caption=f"Conditions of ground {ground.letter}",
            head=("Condition", "Met?", "How that is known"),
            rows=tuple((each.words, met if each.is_met else not_met, each.why) for each in decision.conditions),
            hide_caption=True,
        ),
        code=ground.code if may and may_delete else "",
        button=f"Delete the pupil today under ground {ground.letter}",
    )


def _day(day: date | None) -> str:
    return day_words(day) if day else "Not said"


def _yes(answer: bool | None) -> str:
    return {True: "Yes", False: "No", None: "Not said"}[answer]


def _page(enquiries: EnquiryList, name: str) -> str:
    return reverse(f"casework:{name}", args=[enquiries.reference])
