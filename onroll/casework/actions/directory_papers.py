"""Publishing what agencies read, the routes and the policy, and keeping who read and understood them."""

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from onroll.access.models import Organisation
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, NotAllowed, RuleBroken, Stale
from onroll.casework import directory_tables, leaflets, permissions
from onroll.casework.actions import letter_files
from onroll.casework.actions.directory_answers import PURPOSE, invitation_of
from onroll.casework.actions.following import for_authority
from onroll.casework.actions.giving import checked_officer
from onroll.casework.directory_events import KnowledgeChecked, PaperRead, PolicyPublished
from onroll.casework.directory_events import RoutesPublished as RoutesPublishedEvent
from onroll.casework.models import Agency, KnowledgeCheck, PaperReading, Policy, PublishedRoutes
from onroll.casework.queries import directory_papers as queries
from onroll.vault import actions as vault_actions
from onroll.vault import content_checks
from onroll.vault.models import StoredFile
from onroll.web.words import day_words

LONGEST_OPENING, LONGEST_POLICY = 2_000, 200_000  # characters
LARGEST_LEAFLET_BYTES, LARGEST_POLICY_BYTES = 2_000_000, 10_000_000
PDF_BEGINS = b"%PDF-"


class RoutesImpossible(RuleBroken):
    """Routes were to be published with nothing in them, or with too long an opening."""

    code = "routes_impossible"


class PolicyImpossible(RuleBroken):
    """A policy has no text and no file, a file that is no clean PDF, or days that cannot be."""

    code = "policy_impossible"


@transaction.atomic
def publish_routes(act: Act, *, opening: str, expected_number: int) -> PublishedRoutes:
    """Publish page and leaflet as the directory stands; what was published before stays as it was.

    `expected_number`: of the publication that the officer saw as the newest; 0 for none.
    Raises: NotAnOfficer; RoutesImpossible; Stale, when a colleague published first.
    """
    permissions.check_may_work_on(act, act.organisation_id or 0)
    opening = opening.strip()
    if len(opening) > LONGEST_OPENING:
        raise RoutesImpossible(f"Write no more than {LONGEST_OPENING:,} characters before the list.")
    team, others = queries.lines_now(act)
    if not team or not any(line.contact for line in team):
        raise RoutesImpossible("Name the contact of your own team first: a leaflet has to say whom to call.")
    mine = PublishedRoutes.objects.filter(authority_id=act.organisation_id)
    if (mine.aggregate(last=Max("number"))["last"] or 0) != expected_number:
        raise Stale
    council = Organisation.objects.get(pk=act.organisation_id or 0)
    text = leaflets.leaflet_text(
        council=council.name,
        number=expected_number + 1,
        day=day_words(act.on),
        opening=opening,
        team=team,
        others=others,
    )
    title = leaflets.heading(council.name)
    try:
        with transaction.atomic():
            published = PublishedRoutes.objects.create(
                authority=council,
                number=expected_number + 1,
                opening=opening,
                lines=[dataclasses.asdict(line) for line in (*team, *others)],
                text=text,
                pdf=vault_actions.store(act, [letter_files.as_pdf(text, title)], limit=LARGEST_LEAFLET_BYTES),
                docx=vault_actions.store(act, [letter_files.as_docx(text)], limit=LARGEST_LEAFLET_BYTES),
                published_at=act.at,
                published_by_id=checked_officer(act, act.actor_id),
            )
    except IntegrityError:
        raise Stale from None
    ledger.record(act, RoutesPublishedEvent(routes_id=published.pk, number=published.number))
    return published


def publish_policy(
    act: Act,
    *,
    title: str,
    text: str,
    pieces: Iterable[bytes] | None,
    sections: Iterable[str],
    in_force_from: date,
    review_by: date,
    expected_number: int,
) -> Policy:
    """Publish a version of the policy, as text, as a PDF (`pieces`, its bytes), or as both.

    Raises: NotAnOfficer; PolicyImpossible; FileTooLarge; Stale, when a colleague published first.
    """
    permissions.check_may_work_on(act, act.organisation_id or 0)
    title, text = title.strip(), text.strip()
    _check_policy(title, text, has_file=pieces is not None, in_force_from=in_force_from, review_by=review_by)
    taken = _taken_pdf(act, pieces) if pieces is not None else None
    try:
        with transaction.atomic():
            return _kept_policy(
                act,
                number=expected_number + 1,
                taken=taken,
                title=title,
                text=text,
                sections=[code for code in directory_tables.POLICY_SECTIONS if code in set(sections)],
                in_force_from=in_force_from,
                review_by=review_by,
            )
    except (IntegrityError, Stale):
        if taken is not None:
            vault_actions.let_go(taken)
        raise Stale from None


@transaction.atomic
def read_paper(act: Act, *, paper: Policy | PublishedRoutes) -> PaperReading:
    """Keep that the acting person says, for her organisation, that she has read the policy or the routes.

    Said twice, it is kept once. Raises: NotAllowed.
    """
    if not permissions.may_read_papers(act):
        raise NotAllowed
    _check_area(act, paper)
    return _kept_reading(act, paper, {"organisation_id": act.organisation_id, "person_id": act.actor_id})


@transaction.atomic
def read_paper_by_link(act: Act, *, token: str, paper: Policy | PublishedRoutes) -> PaperReading:
    """Keep that whoever has the link of a contact says, for that agency, that she has read it.

    The link may have been used: to read is no second answer. Raises: LinkNotOurs.
    """
    agency, own = _agency_of(act, token, paper)
    return _kept_reading(own, paper, {"agency": agency})


@transaction.atomic
def take_knowledge_check(act: Act, *, policy: Policy, answers: Mapping[str, str]) -> KnowledgeCheck:
    """Keep how many questions the acting person answered right. `answers`: question's code to letter.

    Raises: NotAllowed.
    """
    if not permissions.may_read_papers(act):
        raise NotAllowed
    _check_area(act, policy)
    return _kept_check(act, policy, answers, {"organisation_id": act.organisation_id, "person_id": act.actor_id})


@transaction.atomic
def take_knowledge_check_by_link(act: Act, *, token: str, policy: Policy, answers: Mapping[str, str]) -> KnowledgeCheck:
    """Keep how many questions whoever has the link of a contact answered right.

    Raises: LinkNotOurs.
    """
    agency, own = _agency_of(act, token, policy)
    return _kept_check(own, policy, answers, {"agency": agency})


def _check_policy(title: str, text: str, *, has_file: bool, in_force_from: date, review_by: date) -> None:
    if not title or len(title) > 200:
        raise PolicyImpossible("Enter the title, in no more than 200 characters.")
    if not text and not has_file:
        raise PolicyImpossible("Write the policy, or choose its PDF.")
    if len(text) > LONGEST_POLICY:
        raise PolicyImpossible(f"Write no more than {LONGEST_POLICY:,} characters, or choose a PDF.")
    if review_by <= in_force_from:
        raise PolicyImpossible("The day of review must be after the first day on which it is in force.")


def _taken_pdf(act: Act, pieces: Iterable[bytes]) -> StoredFile:
    """Take the bytes into the vault, if they are a PDF in which nothing dangerous was found."""
    content = iter(pieces)
    first = next(content, b"")
    if not first.startswith(PDF_BEGINS):
        raise PolicyImpossible("This file is not a PDF. Save the policy as a PDF and choose that.")

    def whole() -> Iterable[bytes]:
        yield first
        yield from content

    taken = vault_actions.take(act, whole(), limit=LARGEST_POLICY_BYTES)
    checked = content_checks.check(taken, name="policy.pdf")
    if checked.verdict is not None:
        vault_actions.let_go(taken)
        raise PolicyImpossible(f"This PDF was not kept. {content_checks.words_of(checked.codes[0])}")
    return taken


def _kept_policy(act: Act, *, number: int, taken: StoredFile | None, **columns: object) -> Policy:
    mine = Policy.objects.filter(authority_id=act.organisation_id)
    if (mine.aggregate(last=Max("number"))["last"] or 0) != number - 1:
        raise Stale
    policy = Policy.objects.create(
        authority_id=act.organisation_id or 0,
        number=number,
        file=vault_actions.keep(taken) if taken is not None else None,
        published_at=act.at,
        published_by_id=checked_officer(act, act.actor_id),
        **columns,
    )
    ledger.record(act, PolicyPublished(policy_id=policy.pk, number=policy.number))
    return policy


def _check_area(act: Act, paper: Policy | PublishedRoutes) -> None:
    """Refuse whoever works in the area of another authority."""
    if act.la_code != paper.authority.la_code:
        raise NotAllowed


def _agency_of(act: Act, token: str, paper: Policy | PublishedRoutes) -> tuple[Agency, Act]:
    invitation = invitation_of(act, token)
    if paper.authority_id != invitation.round.authority_id:
        raise Hidden
    return invitation.contact.agency, for_authority(act, invitation.round.authority, PURPOSE)


def _kept_reading(act: Act, paper: Policy | PublishedRoutes, reader: Mapping[str, object]) -> PaperReading:
    name = "policy" if isinstance(paper, Policy) else "routes"
    before: PaperReading | None = paper.readings.filter(**reader).first()
    if before is not None:
        return before
    reading = PaperReading.objects.create(**{name: paper}, **reader, read_at=act.at)
    ledger.record(act, PaperRead(reading_id=reading.pk, paper=name))
    return reading


def _kept_check(act: Act, policy: Policy, answers: Mapping[str, str], reader: Mapping[str, object]) -> KnowledgeCheck:
    asked = directory_tables.questions()
    wrong = [question.code for question in asked if answers.get(question.code) != question.right]
    check = KnowledgeCheck.objects.create(
        policy=policy,
        right=len(asked) - len(wrong),
        asked=len(asked),
        wrong_codes=wrong,
        taken_at=act.at,
        **reader,
    )
    ledger.record(act, KnowledgeChecked(check_id=check.pk, right=check.right, asked=check.asked))
    return check
