"""Letters about attendance: made from the school's own text, kept as given as PDF and Word, and its text changed."""

from collections.abc import Iterator
from typing import cast

from django.db import IntegrityError, transaction
from django.db.models import Max

from onroll.access import queries as access_queries
from onroll.access.models import Person
from onroll.attendance import letter_texts, permissions, queries
from onroll.attendance.events import AttendanceLetterRead, AttendanceLetterTextChanged, LetterPrinted
from onroll.attendance.models import AttendanceLetterText, LetterMade
from onroll.attendance.queries import Due
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, RuleBroken, Stale
from onroll.casework import letters
from onroll.casework.actions import letter_files
from onroll.registry.references import new_reference
from onroll.vault import actions as vault_actions
from onroll.vault import queries as vault_queries
from onroll.web.words import day_words

LARGEST_LETTER_BYTES = 2_000_000


class LetterMadeAlready(RuleBroken):
    """The letter of a threshold was to be made a second time in a school year."""

    code = "attendance_letter_made_already"
    default_words = "This letter was made already this school year. Nobody gets the same one twice."


class AttendanceLetterTextWrong(RuleBroken):
    """A letter's text has fields that are none, is empty, or is too long."""

    code = "attendance_letter_text_wrong"


@transaction.atomic
def make_letter(act: Act, *, reference: str) -> LetterMade:
    """Make the letter that is due for a pupil, by the school's own text, and keep it as it was given.

    Raises: NotAllowed; Hidden, where none is due; LetterMadeAlready.
    """
    permissions.check(permissions.may_make_letters(act))
    due = next((one for one in queries.letters(act).due if one.entry.reference == reference), None)
    if due is None:
        raise Hidden
    if due.made is not None:
        raise LetterMadeAlready
    own = queries.letter_texts_of(act, due.letter.code)
    text = letters.merged(own[0].text if own else letter_texts.standard_text(due.letter.code), _values(act, due))
    pdf, word = letter_files.as_pdf(text, "Letter about attendance"), letter_files.as_docx(text)
    made = LetterMade.objects.create(
        reference=new_reference("L"),
        entry=due.entry,
        letter=due.letter.code,
        made_at=act.at,
        made_by_id=act.actor_id,
        possible=due.found.possible,
        absent=due.found.absent,
        unauthorised=due.found.unauthorised,
        template_number=own[0].number if own else 0,
        text=text,
        pdf=vault_actions.store(act, [pdf], limit=LARGEST_LETTER_BYTES),
        docx=vault_actions.store(act, [word], limit=LARGEST_LETTER_BYTES),
    )
    ledger.record(act, LetterPrinted(letter_id=made.pk, entry_id=due.entry.pk, letter=made.letter))
    return made


def _values(act: Act, due: Due) -> dict[str, str]:
    found = due.found
    return {
        "school": due.entry.school.name,
        "today": day_words(act.on),
        "pupil": f"{due.entry.forename} {due.entry.surname}",
        "form": due.entry.form_group,
        "possible": f"{found.possible:,}",
        "missed": f"{found.absent:,}",
        "unauthorised": f"{found.unauthorised:,}",
        "attendance": f"{found.attendance_percent or 0:.1f}%",
        "sender": Person.objects.get(pk=cast("int", act.actor_id)).name,
    }


@transaction.atomic
def read_letter(act: Act, *, reference: str) -> LetterMade:
    """Return a letter as it was given; that it was read is recorded. Raises: NotAllowed; Hidden."""
    found = _letter(act, reference)
    ledger.record(act, AttendanceLetterRead(letter_id=found.pk, form="page"))
    return found


@transaction.atomic
def open_letter_file(act: Act, *, reference: str, form: str) -> Iterator[bytes]:
    """Take a letter out of the vault, as "pdf" or "docx"; that it was read is recorded.

    Raises: NotAllowed; Hidden; NotWholeAsPdf.
    """
    found = _letter(act, reference)
    stored = {"pdf": found.pdf, "docx": found.docx}.get(form)
    if stored is None:
        raise Hidden
    letter_files.check_whole_as_pdf(found.text, form)
    ledger.record(act, AttendanceLetterRead(letter_id=found.pk, form=form))
    return vault_queries.pieces(stored)


def _letter(act: Act, reference: str) -> LetterMade:
    permissions.check(permissions.may_make_letters(act))
    mine = LetterMade.objects.visible_to(act).filter(reference=reference)
    found: LetterMade | None = mine.select_related("entry__school", "made_by", "pdf", "docx").first()
    if found is None:
        raise Hidden
    return found


@transaction.atomic
def change_attendance_letter_text(act: Act, *, code: str, text: str, expected_number: int) -> AttendanceLetterText:
    """Give one of the school's letters a new text; letters that were made keep theirs.

    Raises: NotAllowed; AttendanceLetterTextWrong; Stale, when a colleague changed it first.
    """
    permissions.check(permissions.may_make_letters(act))
    check_attendance_letter_text(act, code, text)
    school = access_queries.acting_organisation(act)
    mine = AttendanceLetterText.objects.filter(school=school, code=code)
    if (mine.aggregate(last=Max("number"))["last"] or 0) != expected_number:
        raise Stale
    try:
        with transaction.atomic():
            kept = AttendanceLetterText.objects.create(
                school=school, code=code, number=expected_number + 1, text=text, made_at=act.at,
                made_by_id=cast("int", act.actor_id),
            )  # fmt: skip
    except IntegrityError:
        raise Stale from None
    ledger.record(act, AttendanceLetterTextChanged(text_id=kept.pk, letter=code, number=kept.number))
    return kept


def check_attendance_letter_text(act: Act, code: str, text: str) -> None:
    """Refuse a text that no letter could be made of.

    Raises: Hidden, for a letter that is none; AttendanceLetterTextWrong.
    """
    if code not in letter_texts.names(act.on):
        raise Hidden
    if not text.strip() or len(text) > letter_texts.longest(code):
        raise AttendanceLetterTextWrong(f"Write the text in no more than {letter_texts.longest(code):,} characters.")
    if code == letter_texts.CERTIFICATE and len(text.splitlines()) > letter_texts.MOST_CERTIFICATE_LINES:
        words = f"Write the certificate in no more than {letter_texts.MOST_CERTIFICATE_LINES} lines: it is one page."
        raise AttendanceLetterTextWrong(words)
    unknown = letters.unknown_fields(text, letter_texts.fields_of(code))
    if unknown:
        words = f"These are no merge fields: {', '.join(unknown)[:200]}. Use only those listed."
        raise AttendanceLetterTextWrong(words)
