"""Letters about attendance: the text that OnRoll brings for each threshold, and the fields that are filled in.

A text is plain, with fields in double braces and nothing else that is ever carried out (`casework.letters`).
"""

from datetime import date

from onroll.rules.attendance_letters import every_letter, letters_on

FIELDS: dict[str, str] = {
    "school": "the name of your school",
    "today": "the day on which the letter is made",
    "pupil": "the pupil’s name",
    "form": "the pupil’s form",
    "possible": "possible sessions this school year, up to that day",
    "missed": "sessions missed",
    "unauthorised": "sessions missed without permission",
    "attendance": "attendance in percent of possible sessions",
    "sender": "the name of whoever makes the letter",
}
# What a preview is made with: nobody lives there.
SAMPLE: dict[str, str] = {
    "school": "Fixture Primary School",
    "today": "2 November 2026",
    "pupil": "Zelphine Placeholder",
    "form": "7A",
    "possible": "90",
    "missed": "12",
    "unauthorised": "4",
    "attendance": "86.7%",
    "sender": "Imogen Invented",
}
LONGEST_TEXT = 20_000  # characters
_FRAME = """{title}

{{{{ school }}}}, {{{{ today }}}}

To the parents or carers of {{{{ pupil }}}}

{text}

This school year up to today: {{{{ possible }}}} possible sessions, {{{{ missed }}}} missed, of these \
{{{{ unauthorised }}}} without permission. A session is half a school day.

If you think this is wrong, please tell us, and we will look at the register together.

{{{{ sender }}}}
"""


def names(on: date) -> dict[str, str]:
    """Return the letters in use on a day by their code, each with its title, the mildest first."""
    return {letter.code: letter.title for letter in letters_on(on)}


def standard_text(code: str) -> str:
    """Return the text that OnRoll brings for a letter: no blame, the numbers, and one next step. Raises: KeyError."""
    letter = {each.code: each for each in every_letter()}[code]
    return _FRAME.format(title=letter.title, text=letter.text)
