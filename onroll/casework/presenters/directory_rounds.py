"""The yearly round of contacts on its pages."""

from collections.abc import Sequence

from django.urls import reverse

from onroll.audit.act import Act
from onroll.casework.directory_states import INVITATION_MEANINGS, INVITATION_NAMES, InvitationState
from onroll.casework.models import ContactInvitation, ContactRound
from onroll.casework.presenters.directory import FormPage, ReadPage, agency_href, home, place_words
from onroll.web.parts import Cell, Colour, Link, Row, Table, Tag
from onroll.web.words import count_words, day_words, moment_words

STATE_COLOURS: dict[InvitationState, Colour] = {
    InvitationState.OPEN: "yellow",
    InvitationState.CONFIRMED: "green",
    InvitationState.CORRECTED: "green",
    InvitationState.LEFT: "red",
    InvitationState.ANSWERED_ELSEWHERE: "grey",
}


def rounds_page(act: Act, rounds: Sequence[ContactRound], due: int, running: ContactRound | None) -> FormPage:
    """Present the rounds so far, and the form that begins one."""
    rows = tuple(_round_row(act, each) for each in rounds)
    notice = f"A round runs until {day_words(running.answer_by)}." if running else ""
    return FormPage(
        title="Yearly round of contacts",
        back=home(),
        submit="Begin the round and send the emails",
        leads=(
            (
                f"{count_words(due, 'contact')} not confirmed within a year. Each gets an email with a link of its "
                "own: it "
                "opens the entry, without a password, to be confirmed or put right in a minute. The email names nobody."
            ),
            "After the first, a round begins by itself a year after the one before, where a contact is due.",
        ),
        notice=notice,
        facts=rows,
    )


def _round_row(act: Act, each: ContactRound) -> Row:
    invitations = list(each.invitations.all())
    answered = sum(one.state != InvitationState.OPEN for one in invitations)
    until = "runs" if each.answer_by >= act.on else "ended"
    return Row(
        key=f"Begun {day_words(each.began_on)}",
        value=f"{answered} of {len(invitations)} answered; {until} {day_words(each.answer_by)}",
        links=(Link(text="See the round", href=reverse("directory:round", args=[each.reference])),),
    )


def round_page(act: Act, each: ContactRound) -> ReadPage:
    """Present one round: how far it is, and who has not answered."""
    invitations = sorted(each.invitations.all(), key=lambda one: (one.state != InvitationState.OPEN, one.pk))
    counts = {state: sum(one.state == state for one in invitations) for state in InvitationState}
    unsent = [one for one in invitations if one.state == InvitationState.OPEN and one.mailed_at is None]
    no_email = sum(not one.contact.email for one in unsent)
    runs = each.answer_by >= act.on
    rows: tuple[tuple[Cell, ...], ...] = tuple(_invitation_row(act, each, one) for one in invitations)
    return ReadPage(
        title=f"Round begun on {day_words(each.began_on)}",
        back=Link(text="Back to the rounds", href=reverse("directory:rounds")),
        facts=(
            Row(key="Last day for answers", value=day_words(each.answer_by)),
            Row(key="Answered", value=f"{len(invitations) - counts[InvitationState.OPEN]} of {len(invitations)}"),
            Row(key="Emails not out yet", value=str(len(unsent) - no_email)),
            Row(key="Without an email address", value=f"{no_email}: telephone them"),
        ),
        tables=(Table(caption="Contacts asked", head=("Agency", "Who", "State", "Emailed", "Reminded"), rows=rows),),
        button="Send what is owed, and remind" if runs and counts[InvitationState.OPEN] else "",
        button_href=reverse("directory:remind", args=[each.reference]),
        made=f"As of {moment_words(act.at)}. Nobody is emailed twice on one day. Whoever does not answer is reminded "
        "once after "
        "a week by itself.",
    )


def _invitation_row(act: Act, each: ContactRound, one: ContactInvitation) -> tuple[Cell, ...]:
    state = InvitationState(one.state)
    is_over = state is InvitationState.OPEN and each.answer_by < act.on
    tag = (
        Tag(words="No answer", meaning="The last day has passed; the link does not work any more.", colour="red")
        if is_over
        else Tag(words=INVITATION_NAMES[state], meaning=INVITATION_MEANINGS[state], colour=STATE_COLOURS[state])
    )
    return (
        Link(text=one.contact.agency.name, href=agency_href(one.contact.agency)),
        f"{place_words(one.contact)}: {one.contact.role_name}",
        tag,
        moment_words(one.mailed_at) if one.mailed_at else "Not yet" if one.contact.email else "No email address",
        moment_words(one.reminded_at) if one.reminded_at else "No",
    )
