"""The one clock: everything that is to happen by itself, part by part, and when each part was last at work.

Here since it joins rooms that may not call each other. A part that fails does not keep the others from their work.
Where the machine's clock has jumped, only the exchange works, which knows what to leave, and nothing else is done:
other parts destroy by age, too. That is asked before any part begins, so that none can fail before it is known.
"""

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time, timedelta

import structlog
from django.core.management import call_command

from onroll.access import limits
from onroll.attendance import actions as attendance_actions
from onroll.audit import actions as audit_actions
from onroll.audit import queries as audit_queries
from onroll.audit.act import LONDON, Act, by_the_system
from onroll.casework import actions as casework_actions
from onroll.doors.mesh import actions as mesh_actions
from onroll.doors.sftp import actions as sftp_actions
from onroll.registry import actions as registry_actions
from onroll.rolls import actions as rolls_actions
from onroll.transfer import actions as transfer_actions
from onroll.vault import actions as vault_actions
from onroll.web.words import count_words

# Nightly work waits for the small hours, when nobody else is at work; a night that was slept through is made up for.
NIGHT_BEGINS = time(2)
ABANDONED_AFTER_DAYS = 7
# What two ticks at once, or a clock that is set right by a little, may differ.
SET_BACK = timedelta(hours=1)
log = structlog.get_logger()


class ClockJumped(Exception):
    """The machine's clock cannot have gone on by itself since the last tick. Nothing was held or destroyed."""


class StillOwed(Exception):
    """The part did its work but for emails that the mail server did not take. They go with a later tick."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the clock: its name for the operator, what it does, and the work, which returns words with numbers.

    A nightly part is due once on each day in England, from two in the morning; every other one at each tick.
    """

    name: str
    purpose: str
    work: Callable[[Act], str]
    is_nightly: bool = False

    def is_due(self, at: datetime, last: datetime | None) -> bool:
        """Return whether it is due at a moment, where it last ended well at another."""
        if not self.is_nightly:
            return True
        local = at.astimezone(LONDON)
        if local.time() < NIGHT_BEGINS:
            return False
        if last is not None and last > at + SET_BACK:  # done by a clock that ran ahead: no night is left out for it
            return True
        return last is None or last < local.replace(hour=NIGHT_BEGINS.hour, minute=0, second=0, microsecond=0)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of a part: its words, and whether somebody has to look into it.

    `is_end`: no other part may be done now.
    """

    name: str
    words: str
    is_well: bool = True
    is_end: bool = False


def exchange(act: Act) -> str:
    """Finish what a crash left; remind, report, hold, warn and destroy. Raises: ClockJumped, StillOwed."""
    completed = mesh_actions.complete_left_uploads(act)
    done = transfer_actions.tick(act, is_clock_right=False)
    if done.jumped_from is not None:
        raise ClockJumped(_jump_words(done.jumped_from))
    words = (
        f"{done.reminded} reminded, {done.reported} reported as not collected, {done.held} held, "
        f"{done.warned} warned of, {done.destroyed} destroyed, {completed + done.passed_on} finished after a crash, "
        f"{done.notices_sent} notices sent"
    )
    return _owed(words, done.notices_owed)


def alerts(act: Act) -> str:
    """Tell of searches that met a shielded child, which never goes out with the search. Raises: StillOwed."""
    transfer_actions.raise_shield_alerts(act)
    sent, left = transfer_actions.send_owed_notices(act)
    return _owed(f"{count_words(sent, 'notice')} sent", left)


def casework(act: Act) -> str:
    """Time out hand-overs, begin yearly rounds, remind agencies and officers, destroy documents past their time."""
    done = casework_actions.tick_casework(act)
    words = (
        f"{done.hand_overs_escalated} hand-overs escalated, {done.hand_overs_lapsed} lapsed, "
        f"{done.rounds_begun} yearly rounds begun, {done.contacts_emailed} contacts, {done.agencies_reminded} agencies "
        f"and {done.officers_reminded} officers written to, {done.documents_destroyed} documents destroyed"
    )
    return _owed(words, done.emails_left)


def rolls(act: Act) -> str:
    """Take off the roll who was to leave by now, link pupils who wait, tell of feeds that have stopped."""
    done = rolls_actions.tick_rolls(act)
    return (
        f"{count_words(done.linked, 'pupil')} linked, {done.left} taken off the roll on an announced day, "
        f"{count_words(done.stopped, 'feed')} reported as stopped"
    )


def sweep(act: Act) -> str:
    """Sweep every register by every rule in force, and tell of schools whose marks have stopped."""
    done = attendance_actions.sweep_all(act, on=act.on)
    return (
        f"{count_words(done.pupils, 'pupil')} on roll, {done.raised} alerts raised, {done.passed} over, "
        f"{count_words(done.stopped, 'school')} newly found to send no marks"
    )


def match(act: Act) -> str:
    """Compare every child of the registry with every other."""
    done = registry_actions.match_all(act)
    return f"{count_words(done.children, 'record')} compared, {count_words(done.raised, 'pair')} put before people"


def tidy(act: Act) -> str:
    """Take away what a crash or an interrupted upload left, and sessions that have ended."""
    ended = mesh_actions.end_abandoned_uploads(act, days=ABANDONED_AFTER_DAYS)
    tokens = mesh_actions.forget_old_tokens(act.at)
    held, reports = sftp_actions.tidy(act)
    orphans = vault_actions.sweep_orphans(act)
    call_command("clearsessions")
    limits.forget_ended(act.at)
    return (
        f"{count_words(ended, 'upload')} ended, {tokens} tokens forgotten, {held} half-sent files destroyed, "
        f"{reports} reports emptied, {orphans} orphan files removed"
    )


EXCHANGE = "exchange"
# In this order: the exchange first, since it says whether the clock can be believed.
PARTS = (
    Part(name=EXCHANGE, purpose="files: reminders, reports, holding, destruction", work=exchange),
    Part(name="alerts", purpose="alerts and notices that are still owed", work=alerts),
    Part(name="casework", purpose="hand-overs, reminders, yearly rounds, old documents", work=casework),
    Part(
        name="rolls", purpose="announced last days, pupils who wait to be linked, feeds that have stopped", work=rolls
    ),
    Part(name="sweep", purpose="registers, by the rules of sweeps", work=sweep, is_nightly=True),
    Part(name="match", purpose="every child with every other", work=match, is_nightly=True),
    Part(name="tidy", purpose="what was left half-way, old sessions", work=tidy, is_nightly=True),
)


def tick(at: datetime, *, parts: Iterable[Part] = PARTS, every: bool = False) -> Iterator[Done]:
    """Do each part that is due at a moment, and yield what became of it. `every`: nightly parts, too, due or not.

    Safe to run twice, late, or beside itself: each part is.
    """
    jumped_from = transfer_actions.find_jump(by_the_system(at=at, purpose="clock: can it be believed"))
    last = {name: part.done_at for name, part in audit_queries.parts_of_the_clock().items()}
    for part in parts:
        if jumped_from is not None and part.name != EXCHANGE:
            continue
        if not (every or part.is_due(at, last.get(part.name))):
            continue
        done = _do(part, at)
        yield done
        if done.is_end:
            return
    if jumped_from is not None:  # the exchange was not wanted, or failed before it could say so
        yield Done(name="clock", words=_jump_words(jumped_from), is_well=False, is_end=True)


def _do(part: Part, at: datetime) -> Done:
    audit_actions.begin_part(part.name, at)
    try:
        words = part.work(by_the_system(at=at, purpose=f"clock: {part.name}"))
    except (ClockJumped, StillOwed) as told:
        return Done(name=part.name, words=str(told), is_well=False, is_end=isinstance(told, ClockJumped))
    except Exception as failed:  # noqa: BLE001 - one part that fails must not keep the others from their work
        # The kind alone, and no traceback: what an exception says may hold what a database was given.
        kind = type(failed).__name__
        log.error("config.clock.part_failed", part=part.name, kind=kind)  # noqa: TRY400
        return Done(name=part.name, words=f"failed ({kind}); it is tried again", is_well=False)
    audit_actions.end_part(part.name, at)
    return Done(name=part.name, words=words)


def _jump_words(jumped_from: datetime) -> str:
    return (
        f"The clock jumped: the last tick was at {jumped_from.astimezone(LONDON):%d-%m-%Y %H:%M}. Nothing was "
        "held or destroyed. See that the machine’s clock is right, then run once: "
        "onroll exchange tick --clock-is-right"
    )


def _owed(words: str, left: int) -> str:
    if left:
        raise StillOwed(f"{words}; {count_words(left, 'email')} still owed: check the mail server")
    return words
