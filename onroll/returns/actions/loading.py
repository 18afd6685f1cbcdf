"""Returns by file: every row by the same action as a form, all of them or none."""

from collections.abc import Sequence

from django.db import transaction

from onroll.access.models import Organisation, OrganisationKind
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.returns import permissions
from onroll.returns.actions.deleting import make_deletion_return
from onroll.returns.actions.ending import for_school
from onroll.returns.actions.making import make_absence_return, make_new_pupil_return
from onroll.returns.events import ReturnsFileLoaded
from onroll.returns.given import Leaving, NewPupil, Problem
from onroll.returns.models import Return, Route
from onroll.returns.return_files import ReturnRow, read_returns
from onroll.rules.returns import ReturnKind


class FileRefused(RuleBroken):
    """Something in a file is wrong or not lawful: nothing of it is kept. `problems` say what and where."""

    code = "file_refused"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = f"{len(problems)} problem" + ("" if len(problems) == 1 else "s")
        super().__init__(f"Nothing was kept: the file has {count}. {problems[0].words}")


def load_returns(act: Act, *, content: bytes, kind: ReturnKind) -> list[Return]:
    """Make every return of a file, or none. Raises: OnlySchools; FileRefused, with all that is wrong."""
    permissions.check_is_school(act)
    rows, problems = read_returns(content, kind)
    if problems:
        raise FileRefused(problems)
    made: list[Return] = []
    refused: list[Problem] = []
    with transaction.atomic():
        for row in rows:
            try:
                with transaction.atomic():
                    made.append(_make(act, kind, row))
            except RuleBroken as wrong:
                refused.append(Problem(code=wrong.code, row=row.line, column="", words=wrong.words))
        if refused:
            raise FileRefused(refused)
        ledger.record(act, ReturnsFileLoaded(school_id=act.organisation_id or 0, kind=kind, rows=len(made)))
    return made


def load_returns_for(
    act: Act, *, school: Organisation, content: bytes, kind: ReturnKind, is_dry_run: bool = False
) -> int:
    """Make every return of a file for a school, by an operator's command; or say how many it would make.

    Raises: NotAllowed; FileRefused, with all that is wrong.
    """
    permissions.check(permissions.may_operate(act) and school.kind == OrganisationKind.SCHOOL)
    own = for_school(act, school, act.purpose)
    with transaction.atomic():
        made = load_returns(own, content=content, kind=kind)
        if is_dry_run:
            transaction.set_rollback(True)
    return len(made)


def _make(act: Act, kind: ReturnKind, row: ReturnRow) -> Return:
    given = row.given
    if isinstance(given, NewPupil):
        return make_new_pupil_return(act, facts=row.facts, given=given, route=Route.FILE)
    if isinstance(given, Leaving):
        return make_deletion_return(act, facts=row.facts, given=given, route=Route.FILE)
    return make_absence_return(act, kind=kind, facts=row.facts, given=given, route=Route.FILE)
