"""What people of the demonstration do, each through the product's own action, at the moment of the story."""

import dataclasses
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from typing import cast

from onroll import ctf
from onroll.access.models import Organisation, Role
from onroll.audit.act import Act, by_the_system
from onroll.casework import actions as casework_actions
from onroll.casework.models import Case, Notification
from onroll.config.demonstration.children import Children
from onroll.config.demonstration.people import Staff
from onroll.config.demonstration.places import Places
from onroll.config.demonstration.registers import Register
from onroll.config.demonstration.school_rolls import SchoolRoll
from onroll.config.demonstration.timetable import Clock
from onroll.transfer import actions as transfer_actions
from onroll.transfer.models import LostPupil, Message


@dataclasses.dataclass
class Cast:
    """Everybody and everything a story needs."""

    clock: Clock
    places: Places
    staff: Staff
    children: Children
    random: Random
    until: datetime
    rolls: dict[int, SchoolRoll] = dataclasses.field(default_factory=dict)
    registers: dict[int, Register] = dataclasses.field(default_factory=dict)

    @cached_property
    def organisations(self) -> dict[int, Organisation]:
        """Everybody by identifier."""
        return {one.pk: one for one in self.places.everybody()}

    def clerk(self, school: Organisation, purpose: str) -> Act:
        """Return an act of the school's clerk, now."""
        return self.clock.act(self.staff.clerks[school.pk], school, Role.ADMISSIONS, purpose)

    def officer(self, area: str, purpose: str) -> Act:
        """Return an act of the authority's officer, now."""
        authority = self.places.authorities[area]
        return self.clock.act(self.staff.officers[authority.pk], authority, Role.CME_OFFICER, purpose)

    def reporter(self, purpose: str) -> Act:
        """Return an act of the partner agency's reporter, now."""
        agency = self.places.agency
        return self.clock.act(self.staff.reporters[agency.pk], agency, Role.AGENCY_REPORTER, purpose)

    def attendance(self, place: Organisation, purpose: str) -> Act:
        """Return an act of who keeps the register at a school or place off site, now."""
        return self.clock.act(self.staff.attendance[place.pk], place, Role.ATTENDANCE, purpose)

    def leader(self, area: str, purpose: str) -> Act:
        """Return an act of who leads the authority's team, now."""
        authority = self.places.authorities[area]
        return self.clock.act(self.staff.leaders[authority.pk], authority, Role.CME_LEADER, purpose)

    def department(self, role: Role, purpose: str) -> Act:
        """Return an act of somebody at the Department, now."""
        return self.clock.act(self.staff.department[role], self.places.department, role, purpose)

    def system(self, purpose: str) -> Act:
        """Return an act of the product itself, as a school's file or the clock makes it act, now."""
        self.clock.now += timedelta(seconds=1)
        return by_the_system(at=self.clock.now, purpose=purpose)

    def passer_by(self, purpose: str) -> Act:
        """Return an act of somebody whom nobody knows, now."""
        return Act(
            actor_id=None,
            organisation_id=None,
            organisation_kind="",
            la_code="",
            role="",
            at=self.clock.now,
            purpose=purpose,
            request_id=f"demonstration{self.clock.acts:05d}p",
        )

    def upload(
        self,
        sender: Organisation,
        destination: str,
        pupils: Sequence[ctf.Pupil],
        *,
        version: str = "25.0",
    ) -> Message:
        """Upload a file with these children."""
        act = self.clerk(sender, "send a file")
        name, content = self.children.file(pupils, sender=sender, destination=destination, at=act.at, version=version)
        return transfer_actions.receive_file(act, name=name, pieces=[content])

    def send(self, message: Message) -> None:
        """Send a checked file, its problems known; the recipient is told."""
        transfer_actions.send_file(
            self.clerk(message.sender, "send a file"),
            message=message,
            expected_version=message.version,
            are_problems_known=True,
        )
        self.tell()

    def collect(self, message: Message) -> None:
        """Read a waiting file on screen and download it."""
        school = self._recipient(message)
        transfer_actions.open_file(self.clerk(school, "read a file"), message=message)
        download = transfer_actions.collect_file(self.clerk(school, "collect a file"), message=message)
        for _ in download.pieces:  # as a browser would take them
            pass

    def confirm(self, message: Message, *, share: float = 1.0, days_before: int = 0) -> None:
        """Confirm children of a collected file on roll; `share` of them, from a day so long ago."""
        act = self.clerk(self._recipient(message), "confirm a child on roll")
        count = max(1, round(message.pupil_count * share))
        on_roll_from = act.on.fromordinal(act.on.toordinal() - days_before)
        transfer_actions.confirm_on_roll(
            act,
            message=message,
            arrivals=[transfer_actions.Arrival(number, on_roll_from) for number in range(1, count + 1)],
            expected_version=message.version,
        )
        self.tell()

    def file_as_lost(self, message: Message, enquiries: Sequence[transfer_actions.EnquiryMade]) -> LostPupil:
        """File a checked file in the lost-pupil repository."""
        return transfer_actions.file_as_lost(
            self.clerk(message.sender, "file a lost pupil"),
            message=message,
            enquiries=enquiries,
            expected_version=message.version,
            are_problems_known=True,
            outside_reason="moved_on",  # kept for a file to MMMMMMM alone
        )

    def claim(self, lost_pupil: LostPupil, school: Organisation) -> Message:
        """Open a held child in full and claim the file for a school."""
        message = lost_pupil.message
        reason = f"Admitted by {school.name}, which has no file."
        lost = {"reference": message.reference, "reason": reason}
        transfer_actions.open_lost_pupil(
            self.officer(school.la_code, "open a lost pupil"), reason_code="admitted_without_file", **lost
        )
        message.refresh_from_db()
        claimed = transfer_actions.claim_lost_pupil(
            self.officer(school.la_code, "claim a lost pupil"),
            school=school,
            expected_version=message.version,
            **lost,
        )
        self.tell()
        return claimed

    def open_case(self, lost_pupil: LostPupil) -> Case:
        """Read the notification and open a case from it."""
        area = lost_pupil.message.sender.la_code
        notification = Notification.objects.get(message_id=lost_pupil.message_id)
        casework_actions.open_notification_record(self.officer(area, "read a notification"), notification=notification)
        return casework_actions.open_case(
            self.officer(area, "open a case"),
            notification=notification,
            expected_version=notification.version,
        )

    def tell(self) -> None:
        """Send what is owed now, so that the ledger has notices where they belong."""
        transfer_actions.send_owed_notices(by_the_system(at=self.clock.now, purpose="send notices"))

    def _recipient(self, message: Message) -> Organisation:
        return self.organisations[cast("int", message.recipient_id)]
