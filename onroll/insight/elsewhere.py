"""A big area's lists are worked out in a process of their own, which leaves the processor to the pages.

In a thread of the server it would hold Python's lock for seconds, in which no page of that process goes on. The other
process gets the question as words, reads the same database, prints record numbers as JSON, and ends: no name leaves it.
Nothing of Django may be imported at the top: here is where that process begins.
"""

import dataclasses
import json
import os
import subprocess
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onroll.insight.queries.asking import Asked
    from onroll.insight.queries.placing import Placed

LESS_URGENT_THAN_PAGES = 10  # of 19, see nice(1)
MOST_SECONDS = 300


def place_elsewhere(la_code: str, asked: "Asked") -> "tuple[Placed, ...]":
    """Return what `placing.place_area` returns, worked out by another process.

    Raises: subprocess.SubprocessError, when that process fails or takes five minutes.
    """
    words = [la_code, asked.on.isoformat(), asked.known_on.isoformat(), asked.known_by.isoformat(), asked.rule.value]
    done = subprocess.run(
        [sys.executable, "-m", "onroll.insight.elsewhere", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        timeout=MOST_SECONDS,
        check=True,
    )
    return from_text(done.stdout)


def as_text(placed: "tuple[Placed, ...]") -> str:
    """Return what was worked out as JSON."""
    return json.dumps([dataclasses.astuple(each) for each in placed], default=date.isoformat)


def from_text(text: str | bytes) -> "tuple[Placed, ...]":
    """Return what `as_text` was given."""
    from onroll.insight.queries.placing import Placed
    from onroll.rules.missing import List

    which = {each.value: each for each in List}  # a look-up for each of 50,000 rows
    return tuple(
        Placed(tuple(ids), which[of], is_expected, date.fromisoformat(since) if since else None)
        for ids, of, is_expected, since in json.loads(text)
    )


def main(words: list[str]) -> None:
    """Work out what the words ask for, and print it."""
    import django

    os.nice(LESS_URGENT_THAN_PAGES)
    django.setup()

    from onroll.insight.queries.asking import Asked
    from onroll.insight.queries.placing import place_area
    from onroll.rules.missing import RuleName

    la_code, on, known_on, known_by, rule = words
    asked = Asked(
        on=date.fromisoformat(on),
        known_on=date.fromisoformat(known_on),
        known_by=datetime.fromisoformat(known_by),
        rule=RuleName(rule),
    )
    sys.stdout.write(as_text(place_area(la_code, asked)))


if __name__ == "__main__":
    main(sys.argv[1:])
