"""Builds a directory of agencies as far as a test needs it. Every body, role and number is invented."""

import dataclasses
from datetime import datetime, timedelta

from onroll.audit.act import LONDON, Act
from onroll.casework.actions import directory, directory_rounds
from onroll.casework.models import Agency, Contact, ContactInvitation, ContactRound, Standing
from tests.cast import Cast, Member

NOW = datetime(2026, 11, 2, 10, 0, tzinfo=LONDON)
YEARS_AGO = NOW - timedelta(days=500)
NURSE = {"role_name": "Named nurse", "person_name": "Qvoxcanary Invented", "phone": "01632 960111", "email": ""}
DESK = {"role_name": "Duty desk", "person_name": "", "phone": "01632 960222", "email": "desk@agency.example"}


def at(member: Member, moment: datetime = NOW) -> Act:
    return dataclasses.replace(member.act(), at=moment)


def agency(cast: Cast, name: str = "Invented Health Trust", kind: str = "health", **change: object) -> Agency:
    """An agency of the officer's authority."""
    given = {"route": "By the form for agencies, the same day", "parts": ("receive", "locate"), **change}
    return directory.keep_agency(at(cast.officer, YEARS_AGO), agency=None, name=name, kind=kind, **given)


def contact(
    cast: Cast,
    at_agency: Agency,
    standing: Standing = Standing.MAIN,
    *,
    when: datetime = YEARS_AGO,
    may_publish: bool = True,
    **change: str,
) -> Contact:
    """Somebody named at an agency, confirmed at that moment."""
    return directory.keep_contact(
        at(cast.officer, when),
        agency=at_agency,
        standing=standing,
        details={**NURSE, "email": "nurse@agency.example", **change},
        may_publish=may_publish,
        confirmed_on=when.date(),
    )


def team(cast: Cast) -> Agency:
    """The council's own team, with its contact: without one nothing can be published."""
    own = agency(cast, "Children missing education team", "cme")
    officer = {"role_name": "Duty officer", "person_name": "", "phone": "01632 960000", "email": "cme@820.example"}
    contact(cast, own, when=NOW, **officer)
    return own


def round_of(cast: Cast, when: datetime = NOW) -> ContactRound:
    """A round that runs for four weeks, its emails sent."""
    act = at(cast.officer, when)
    begun = directory_rounds.begin_round(act, answer_by=act.on + timedelta(days=28), site="https://onroll.example/")
    directory_rounds.remind_round(act, contact_round=begun)
    return begun


def invitation(one: Contact) -> ContactInvitation:
    return ContactInvitation.objects.get(contact=one)
