"""What a session is: uploads, or downloads, of one person (or one organisation's software) close after each other."""

import itertools
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

# Our own bound (mark P): after half an hour without a further file somebody has come back for another session.
LONGEST_PAUSE = timedelta(minutes=30)


def count_sessions(moments: Iterable[tuple[int | None, datetime]]) -> int:
    """Return how many sessions some moments make; each comes with its person, None for software."""
    by_person = defaultdict[int | None, list[datetime]](list)
    for person, at in moments:
        by_person[person].append(at)
    return sum(_sessions_of(sorted(each)) for each in by_person.values())


def _sessions_of(moments: list[datetime]) -> int:
    pauses = (later - earlier for earlier, later in itertools.pairwise(moments))
    return 1 + sum(pause > LONGEST_PAUSE for pause in pauses)
