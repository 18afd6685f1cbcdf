"""The table of what can be wrong with a roll: stable codes, and words that a school clerk understands.

R0x: the file. R1x: whose it is, and when. R2x: a row that cannot be taken. R4x: something to look at; the row is taken.
"""

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class Meaning:
    """What a code says. `is_error`: the whole file is refused, and nothing is changed."""

    words: str
    is_error: bool


TABLE: dict[str, Meaning] = {
    "R01": Meaning("The file is larger than {most}. It was not read.", True),
    "R02": Meaning("There are no pupils in the file.", True),
    "R03": Meaning("This is not a file of this kind. {why}", True),
    "R04": Meaning("The columns are separated by {what}, not by commas. They were read so.", False),
    "R05": Meaning(
        "The first line does not name these columns: {what}. Say on “Columns” which of yours they are, or check that "
        "the columns are separated by commas.",
        True,
    ),
    "R06": Meaning("The file ends in the middle of a row. Half a file must not be taken: send it again.", True),
    "R07": Meaning("The row has {cells} cells; the first line has {titles} titles.", True),
    "R08": Meaning("More than {most} pupils are in the file. Send one school’s roll at a time.", True),
    "R09": Meaning("There are two columns “{what}”. Keep one of them.", True),
    "R10": Meaning("The day of the file has not come yet. Send it again on that day.", True),
    "R11": Meaning("A later file, of {day}, was taken before. This one is older and would undo it.", True),
    "R12": Meaning("The row is of another school ({what}). Send each school’s pupils for that school.", True),
    "R13": Meaning(
        "Most of these pupils are on the roll of another school, and hardly any on this one’s. Is this another "
        "school’s file?",
        True,
    ),
    "R14": Meaning("The bundle cannot be opened safely: {why}", True),
    "R15": Meaning("The bundle lacks “{what}”.", True),
    "R16": Meaning("“{what}” holds only what changed (delta). Export it in full (bulk).", True),
    "R17": Meaning(
        "Most pupil numbers or UPNs in this file stand beside another child’s name and date of birth than on your "
        "roll. Was one column sorted without the others, or is this another school’s file?",
        True,
    ),
    "R20": Meaning("Surname or forename is missing.", True),
    "R21": Meaning("This pupil number stands in row {other}, too. Each pupil needs a number of her or his own.", True),
    "R22": Meaning("This UPN stands in row {other}, too. Two pupils never have one UPN.", True),
    "R23": Meaning(
        "A pupil of the same name and date of birth stands in row {other}. If these are two children, give pupil "
        "numbers; if not, take one row out.",
        True,
    ),
    "R24": Meaning("{column}: this is no date. Write it as 2015-03-14 or 14/03/2015.", True),
    "R25": Meaning("The last day on roll is before the first day.", True),
    "R26": Meaning("Nobody of school age was born on this day. Check the year of birth.", True),
    "R27": Meaning("{column}: this is longer than {most} characters.", True),
    "R28": Meaning("Date of birth is missing, and there is no UPN or pupil number to know the pupil by.", True),
    "R29": Meaning("First day on roll: the day has not come yet. Put the pupil in when the day comes.", True),
    "R30": Meaning(
        "This pupil number belongs to another pupil, who is still on your roll. Check the number, or send the whole "
        "roll.",
        True,
    ),
    "R40": Meaning("The UPN is not one: it was left out. A UPN has a letter and twelve figures.", False),
    "R41": Meaning("The UPN has the wrong check letter: is a figure mistyped? It was kept as it is.", False),
    "R42": Meaning("Dates stand as numbers, as Excel keeps them. They were read so: check one.", False),
    "R43": Meaning("The school’s number had lost its leading zeros. They were put back.", False),
    "R44": Meaning("This year group is not known. It was left empty.", False),
    "R45": Meaning("The sex is neither F nor M. It was left empty.", False),
    "R46": Meaning("This kind of registration is not known. “main” was taken.", False),
    "R47": Meaning("The UPN is also held by a child of another name. A person of the authority looks at it.", False),
    "R48": Meaning(
        "The pupil is on the roll of another school, too, and neither says that it is a dual registration. Ask the "
        "family and the other school.",
        False,
    ),
    "R49": Meaning("The column “{what}” is not known and was not read.", False),
    "R50": Meaning("The pupil left before we ever had the pupil on this roll. The row was passed over.", False),
    "R51": Meaning("The postcode has not the shape of one. It was kept as it is.", False),
    "R52": Meaning(
        "This pupil number was another pupil’s until now. That pupil was taken as having left, and this one as new.",
        False,
    ),
    "R53": Meaning("Whether the pupil boards is neither yes nor no. It was left empty.", False),
    "R54": Meaning(
        "A pupil much like this one has left your roll. It cannot be told from the rows alone whether it is the same "
        "child: this one was taken as new, and a person of the authority compares the two.",
        False,
    ),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, or to look at. `row` counts as the file's lines do, 0: the file as a whole."""

    code: str
    words: str
    is_error: bool
    row: int = 0
    column: str = ""


def problem(code: str, row: int = 0, column: str = "", **given: object) -> Problem:
    """Return a problem of the table; `given` fills its words and must hold nothing of a pupil."""
    meaning = TABLE[code]
    return Problem(code, meaning.words.format(column=column, **given), meaning.is_error, row, column)
