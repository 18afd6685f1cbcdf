"""What an officer can say of a pair in each of its states, in the words of the form."""

from onroll.registry.review_states import ReviewState

SAME, APART, ASK, AGAIN = "same", "apart", "ask", "again"

# What may be said of a pair in each state; the second signature and the split have pages of their own.
CHOICES: dict[ReviewState, tuple[tuple[str, str], ...]] = {
    ReviewState.WAITING: (
        (SAME, "One child: a second officer is asked to agree"),
        (APART, "Two children: keep them apart"),
        (ASK, "I have to ask somebody first"),
    ),
    ReviewState.SET_ASIDE: (
        (SAME, "One child: a second officer is asked to agree"),
        (APART, "Two children: keep them apart"),
        (AGAIN, "I have the answer: put it back into the queue"),
    ),
    ReviewState.AGREED_ONCE: (
        (APART, "Two children: keep them apart"),
        (ASK, "I have to ask somebody first"),
        (AGAIN, "Take the agreement back: put it into the queue again"),
    ),
    ReviewState.KEPT_APART: ((AGAIN, "Look at it again: something new is known"),),
    ReviewState.SPLIT: ((AGAIN, "Look at it again: something new is known"),),
    ReviewState.MERGED: (),
}

# From where an officer knows what she adds to a child's record: kept as words, each short enough for a reference.
SEEN_IN = {
    "certificate": "Birth certificate",
    "passport": "Passport or visa",
    "family": "Parent or carer",
    "school": "School",
    "visit": "Home visit",
    "authority": "Another authority",
    "other": "Another source",
}
