"""What every change of the register of children not in school asks first: its day has come, and nothing is stale."""

from django.db.models import F

from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.returns.models import NotInSchool, NotInSchoolPassing
from onroll.rules.home_education import is_register_kept


class RegisterNotKeptYet(RuleBroken):
    """The Act's part about this register is not in force."""

    code = "register_not_kept_yet"
    default_words = (
        "The register of children not in school is not in force. Nothing can be entered before the day that "
        "regulations will set. Use the register of home education."
    )


class RegisterEntryNotPossible(RuleBroken):
    """What was to be entered is no field of the register, is too long, or was asked for too soon."""

    code = "register_entry_not_possible"


def check_kept(act: Act) -> None:
    """Refuse before the day of the setting `NOT_IN_SCHOOL_REGISTER`. Raises: RegisterNotKeptYet."""
    if not is_register_kept(act.on):
        raise RegisterNotKeptYet


def change_entry(entry: NotInSchool, expected_version: int, **changes: object) -> None:
    """Change an entry where it still is as the person saw it.

    Raises: RegisterEntryNotPossible, once ended or while another authority is to take it over; Stale.
    """
    if entry.ended_on is not None and "registered_on" not in changes:
        raise RegisterEntryNotPossible("This entry has ended. Enter the child again first.")
    waiting = NotInSchoolPassing.objects.pending().filter(of=entry).select_related("receiver").first()
    if waiting is not None:
        raise RegisterEntryNotPossible(
            f"This entry was passed on to {waiting.receiver.name}, which has not answered. Take it back first."
        )
    here = NotInSchool.objects.filter(pk=entry.pk, version=expected_version)
    if not here.update(version=F("version") + 1, **changes):
        raise Stale
    entry.refresh_from_db()
