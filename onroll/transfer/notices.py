"""The words of email notices. They hold no personal data: the organisation's name and the file's reference alone."""

import dataclasses
from enum import StrEnum


class Kind(StrEnum):
    """Why an organisation is told."""

    FILE_WAITS = "file_waits"
    CHILD_ON_ROLL = "child_on_roll"
    FILE_CLAIMED = "file_claimed"
    REDIRECTED_FILE_WAITS = "redirected_file_waits"
    FILE_REDIRECTED = "file_redirected"
    STILL_WAITS = "still_waits"
    NOT_COLLECTED = "not_collected"
    FILE_HELD = "file_held"
    LOST_FILE_ENDS = "lost_file_ends"
    FILE_DESTROYED = "file_destroyed"
    FILE_REQUESTED = "file_requested"
    REQUEST_ANSWERED = "request_answered"
    REQUEST_OVERDUE = "request_overdue"
    REQUEST_OPEN_AGAIN = "request_open_again"
    SHIELD_MET = "shield_met"
    FILE_TAKEN_BACK = "file_taken_back"
    ROLE_GIVEN = "role_given"
    COVER_GIVEN = "cover_given"
    LOST_PUPIL_RETURNED = "lost_pupil_returned"
    PART_WAITS = "part_waits"
    CONTENT_REFUSED = "content_refused"
    CONTENT_HELD = "content_held"
    FILE_READY = "file_ready"
    MESSAGE_WAITS = "message_waits"
    LIKENESS_FOUND = "likeness_found"
    LIKENESS_LOOKED_AT = "likeness_looked_at"
    PAIR_WAITS = "pair_waits"
    PAIR_ESCALATED = "pair_escalated"
    PATTERNS_READY = "patterns_ready"
    SEARCHED_TOO_OFTEN = "searched_too_often"
    ROLL_REFUSED = "roll_refused"
    ROLL_HELD = "roll_held"
    FEED_STOPPED = "feed_stopped"
    MARKS_REFUSED = "marks_refused"
    MARKS_LEFT_OUT = "marks_left_out"
    MARKS_STOPPED = "marks_stopped"
    AGENCY_ASKED = "agency_asked"
    AGENCY_REMINDED = "agency_reminded"
    AGENCY_REPLIED = "agency_replied"
    AGENCY_WANTS_TIME = "agency_wants_time"


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """Subject and body of one notice."""

    subject: str
    body: str


_TEMPLATES: dict[Kind, Words] = {
    Kind.ROLL_REFUSED: Words(
        "A roll file from {organisation} could not be taken",
        "Something in a roll file from {organisation} has to be put right before it can be taken. Nothing was changed. "
        "Which rows, and why, stands here: {site}/rolls/files/{reference}/\n\nFile: {reference}",
    ),
    Kind.ROLL_HELD: Words(
        "A roll file from {organisation} waits: is it right?",
        "By a roll file from {organisation} more than half of the roll has left. Nothing was changed. Look at it, and "
        "say whether it is right, here: {site}/rolls/files/{reference}/\n\nFile: {reference}",
    ),
    Kind.FEED_STOPPED: Words(
        "No roll file has come from a school",
        "No roll file has come from a school for longer than was agreed. {organisation} is told because the school is "
        "its own or in its area. Since when stands here: {site}/rolls/\n\nSchool: {reference}",
    ),
    Kind.MARKS_REFUSED: Words(
        "An attendance file from {organisation} could not be taken",
        "Something in an attendance file from {organisation} has to be put right before it can be taken. Nothing was "
        "changed. Sign in to see which rows, and why.\n\nFile: {reference}",
    ),
    Kind.MARKS_LEFT_OUT: Words(
        "Rows of an attendance file from {organisation} were left out",
        "An attendance file from {organisation} was taken, but some of its rows could not be. Sign in to see which "
        "rows, and why.\n\nFile: {reference}",
    ),
    Kind.MARKS_STOPPED: Words(
        "No attendance marks have come from a school",
        "No attendance marks have come from a school for longer than was agreed. {organisation} is told because the "
        "school is its own or in its area. Sign in to see since when.\n\nSchool: {reference}",
    ),
    Kind.FILE_WAITS: Words(
        "A file waits for {organisation}",
        "One file waits for {organisation}. Sign in to collect it.\n\nFile: {reference}",
    ),
    Kind.CHILD_ON_ROLL: Words(
        "A file from {organisation} has done its work",
        "The receiving school has confirmed what {organisation} sent: on roll. Sign in to see from when.\n\n"
        "File: {reference}",
    ),
    Kind.FILE_CLAIMED: Words(
        "A lost-pupil file has been claimed",
        "A file in the lost-pupil repository has been claimed for a school. {organisation} is told because the file "
        "came from there or from a school in its area. Sign in to see each step.\n\nFile: {reference}",
    ),
    Kind.REDIRECTED_FILE_WAITS: Words(
        "A file waits for {organisation}",
        "One file waits for {organisation}. It was made for another school and sent on to you. Sign in to see why, and "
        "to collect it.\n\nFile: {reference}",
    ),
    Kind.FILE_REDIRECTED: Words(
        "A file from {organisation} was sent on to another school",
        "A file that {organisation} sent could not go to the school it was made for. It was sent on to another. "
        "Sign in to see where it waits.\n\nFile: {reference}",
    ),
    Kind.STILL_WAITS: Words(
        "A file still waits for {organisation}",
        "At least one file has waited for {organisation} for some days. Sign in to collect what waits for you.\n\n"
        "The file that has waited longest: {reference}",
    ),
    Kind.NOT_COLLECTED: Words(
        "Not delivered: a file has not been collected",
        "At least one file that {organisation} sent, or that a school in its area should collect, has waited for days "
        "and nobody has collected it. Sign in to see which, and ask the school.\n\n"
        "The file that has waited longest: {reference}",
    ),
    Kind.FILE_HELD: Words(
        "A file is held: somebody has to decide",
        "A file cannot go on: nobody collected it in time, or the school it was sent to has closed. {organisation} is "
        "told because it sent the file, should have collected it, or is the authority. Sign in to see until when it is "
        "kept and who decides. If nobody does, it is destroyed.\n\nFile: {reference}",
    ),
    Kind.LOST_FILE_ENDS: Words(
        "A lost-pupil file will be destroyed",
        "A file in the lost-pupil repository that came from {organisation}, or from a school in its area, will soon "
        "have been kept for as long as it may be. Sign in to see until when, and search for the child once more.\n\n"
        "File: {reference}",
    ),
    Kind.FILE_DESTROYED: Words(
        "A file has been destroyed",
        "The time for keeping a file ran out and it was destroyed. {organisation} is told because it sent the file, "
        "should have collected it, or is the authority. Sign in to read the certificate.\n\nFile: {reference}",
    ),
    Kind.FILE_REQUESTED: Words(
        "{organisation} is asked for a file",
        "A school has admitted a child without a file and asks {organisation} for it. Sign in to see whom it is about, "
        "and to answer.\n\nRequest: {reference}",
    ),
    Kind.REQUEST_ANSWERED: Words(
        "There is an answer to a request for a file",
        "A request for a file that {organisation} made has moved on. Sign in to see the answer and what to do next."
        "\n\nRequest: {reference}",
    ),
    Kind.REQUEST_OVERDUE: Words(
        "A request for a file has no answer in time",
        "A request for a file that concerns a school in the area of {organisation} should have been answered by now. "
        "Sign in to see who was asked, and ask them.\n\nRequest: {reference}",
    ),
    Kind.REQUEST_OPEN_AGAIN: Words(
        "A request for a file is open again",
        "The file that answered a request will not come: it was taken back, destroyed uncollected, or is another "
        "child’s. {organisation} is told because it asked, or has to answer. Sign in to see what to do next."
        "\n\nRequest: {reference}",
    ),
    Kind.FILE_TAKEN_BACK: Words(
        "A file has been taken back",
        "The sender of a file took it back before it was collected. {organisation} is told because the file waited for "
        "it, or because the sender is in its area. Sign in to see why.\n\nFile: {reference}",
    ),
    Kind.LOST_PUPIL_RETURNED: Words(
        "A claimed lost-pupil file has gone back",
        "A file that was claimed for a school is another child’s, and is in the lost-pupil repository again. "
        "{organisation} is told because the file came from there or from a school in its area, or was claimed by it or "
        "for it. Sign in to see each step, and search on.\n\nFile: {reference}",
    ),
    Kind.PART_WAITS: Words(
        "A document for one role waits for {organisation}",
        "A document waits for {organisation} that only one role can open: yours, or one that you can give. Sign in and "
        "open “Documents for you”.\n\nIt belongs to file: {reference}",
    ),
    Kind.CONTENT_REFUSED: Words(
        "A file or document from {organisation} was refused",
        "A content check found something in a file or document that {organisation} sent. Nobody can collect it. "
        "Sign in to see what was found and what to do.\n\nFile: {reference}",
    ),
    Kind.CONTENT_HELD: Words(
        "A file or document from {organisation} is held",
        "A file or document that {organisation} sent has not passed its content check yet, so nobody can collect "
        "it. Sign in to see why, and who decides.\n\nFile: {reference}",
    ),
    Kind.FILE_READY: Words(
        "A file from {organisation} is ready to send",
        "A file that {organisation} uploaded could not be checked for viruses at once. It has been checked now, and "
        "nothing was found. It has not been sent yet: sign in to send it.\n\nFile: {reference}",
    ),
    Kind.MESSAGE_WAITS: Words(
        "A secure message for {organisation}",
        "There is a new secure message for {organisation}. Sign in and open “Messages” to read it and to answer."
        "\n\nMessage: {reference}",
    ),
    Kind.LIKENESS_FOUND: Words(
        "A child who may be a lost pupil has been named",
        "Two records may be of one child, and one of them is in the lost-pupil repository. {organisation} is told "
        "because one of them came from its area. Nothing has been joined or closed. Sign in, open “Same child?” and "
        "compare the two.\n\nPair: {reference}",
    ),
    Kind.LIKENESS_LOOKED_AT: Words(
        "A child whom {organisation} filed as lost may have been named elsewhere",
        "A child in a file that {organisation} sent to the lost-pupil repository may have been named by somebody else. "
        "Officers of the local authority compare the two. You need do nothing: you are told if the file is claimed."
        "\n\nFile: {reference}",
    ),
    Kind.PAIR_WAITS: Words(
        "Two records wait to be compared",
        "Two records may be of one child, and nobody of {organisation} has answered for some days. Sign in, open “Same "
        "child?” and compare them. Nothing is ever joined by waiting.\n\nPair: {reference}",
    ),
    Kind.PAIR_ESCALATED: Words(
        "Two records have waited too long to be compared",
        "Two records may be of one child, and nobody of {organisation} has answered. The pair is shown first from now "
        "on, and the exchange administrator sees it too. Nothing is ever joined by waiting.\n\nPair: {reference}",
    ),
    Kind.PATTERNS_READY: Words(
        "Patterns of search: the month’s report for {organisation}",
        "How children were searched for last month, officer by officer, can be read by you, an auditor of "
        "{organisation}: searches that led to nothing, work at night, and one child whom many looked for. Sign in and "
        "open “Patterns of search”. Do so also when you expect nothing: an empty month is an answer."
        "\n\nMonth: {reference}",
    ),
    Kind.SEARCHED_TOO_OFTEN: Words(
        "Somebody searched for far too many children",
        "Somebody who acts for {organisation} asked the search box for more children in an hour than anybody can be "
        "working on, and was stopped. Sign in, open “Patterns of search” to see who, and ask her what for."
        "\n\nMonth: {reference}",
    ),
    Kind.AGENCY_ASKED: Words(
        "{organisation} is asked a question",
        "A council or school asks {organisation} what it knows about a child who may be missing education. Sign in and "
        "open “Requests to us” to read what is asked, by what power and by when, and to answer."
        "\n\nRequest: {reference}",
    ),
    Kind.AGENCY_REMINDED: Words(
        "A question to {organisation} waits for an answer",
        "A question that a council or school asked {organisation} has no answer yet. Sign in and open “Requests to us” "
        "to answer, to say why you cannot share what you know, or to ask for more time.\n\nRequest: {reference}",
    ),
    Kind.AGENCY_REPLIED: Words(
        "An agency has answered {organisation}",
        "An agency has answered a request of {organisation}, or has said why it does not. Sign in, open “Enquiries” "
        "and “Requests to agencies” to read it now.\n\nRequest: {reference}",
    ),
    Kind.AGENCY_WANTS_TIME: Words(
        "An agency asks {organisation} for more time",
        "An agency cannot answer a request of {organisation} by the day it is due, and says by when it can. Sign in, "
        "open “Enquiries” and “Requests to agencies” to see it, and to agree.\n\nRequest: {reference}",
    ),
    Kind.ROLE_GIVEN: Words(
        "You have a new role in OnRoll for {organisation}",
        "You were given a role in OnRoll, where pupils’ files go from school to school, for {organisation}. Sign in "
        "with this email address, and see under “Your account” what the role is for.\n\nIf you have not signed in "
        "before, choose “I forgot my password, or have not set one yet” on the sign-in page first.\n\nIf you do not "
        "work there, tell them.",
    ),
    Kind.COVER_GIVEN: Words(
        "You cover a role in OnRoll for {organisation}",
        "A colleague’s role in OnRoll for {organisation} is yours to cover for a while. Sign in, and see under “Your "
        "account” which one, and until when.",
    ),
    Kind.SHIELD_MET: Words(
        "A search met a shielded child",
        "Somebody made a search that would have found a child whom {organisation} has shielded. It was shown nothing. "
        "Sign in and open “Shielded children” to see who searched, when and why.\n\nShield: {reference}",
    ),
}

CLOSING = "\n\nThis notice was sent by OnRoll. It never holds a pupil’s name. Please do not answer it."


def words_of(kind: Kind, *, organisation: str, reference: str, site: str = "") -> Words:
    """Return what to write to an organisation. `site`: where people sign in, as https://onroll.example."""
    template = _TEMPLATES[kind]
    return Words(
        # An organisation's name comes from a register; a line break in it must not start another mail header.
        subject=" ".join(template.subject.format(organisation=organisation).split()),
        body=template.body.format(organisation=organisation, reference=reference, site=site) + CLOSING,
    )
