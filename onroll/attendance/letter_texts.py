"""Letters about attendance and certificates: the texts that OnRoll brings, and the fields that are filled in.

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
CERTIFICATE = "CERTIFICATE"
CERTIFICATE_FIELDS: dict[str, str] = {
    "school": "the name of your school",
    "today": "the day on which the certificate is made",
    "pupil": "the pupil’s name; on a line of its own it is written large",
    "form": "the pupil’s form",
    "term": "the half term",
    "possible": "possible sessions of the half term, up to that day",
    "sender": "the name of whoever makes the certificate",
}
CERTIFICATE_SAMPLE: dict[str, str] = {
    **{name: SAMPLE[name] for name in ("school", "today", "pupil", "form", "sender")},
    "term": "Autumn, first half",
    "possible": "78",
}
LONGEST_TEXT = 20_000  # characters
LONGEST_CERTIFICATE = 800  # characters: it is one page
MOST_CERTIFICATE_LINES = 30
_FRAME = """{title}

{{{{ school }}}}, {{{{ today }}}}

To the parents or carers of {{{{ pupil }}}}

{text}

This school year up to today: {{{{ possible }}}} possible sessions, {{{{ missed }}}} missed, of these \
{{{{ unauthorised }}}} without permission. A session is half a school day.

If you think this is wrong, please tell us, and we will look at the register together.

{{{{ sender }}}}
"""


_CERTIFICATE = """Certificate for full attendance

{{ pupil }}

Form {{ form }}

came to every session. {{ term }}: {{ possible }} sessions of half a school day.

Well done!

{{ sender }}

{{ school }}, {{ today }}
"""


def names(on: date) -> dict[str, str]:
    """Return the texts in use on a day by their code, each with its title: letters, the mildest first; certificate."""
    return {**{letter.code: letter.title for letter in letters_on(on)}, CERTIFICATE: "Certificate for full attendance"}


def fields_of(code: str) -> dict[str, str]:
    """Return what is filled into a text, with its meaning."""
    return CERTIFICATE_FIELDS if code == CERTIFICATE else FIELDS


def sample_of(code: str) -> dict[str, str]:
    """Return what a preview of a text is made with: somebody invented."""
    return CERTIFICATE_SAMPLE if code == CERTIFICATE else SAMPLE


def longest(code: str) -> int:
    """Return how many characters a text may have."""
    return LONGEST_CERTIFICATE if code == CERTIFICATE else LONGEST_TEXT


def standard_text(code: str) -> str:
    """Return the text that OnRoll brings for a letter: no blame, the numbers, and one next step. Raises: KeyError."""
    if code == CERTIFICATE:
        return _CERTIFICATE
    letter = {each.code: each for each in every_letter()}[code]
    return _FRAME.format(title=letter.title, text=letter.text)
