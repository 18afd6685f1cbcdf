"""How many connections and files one key, one address and everybody may have at once. Counted in this process."""

import dataclasses
from collections import Counter, defaultdict, deque
from collections.abc import Callable

MINUTE = 60.0
MOST_KNOWN = 10_000


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """The limits of an installation."""

    connections: int
    per_key: int
    per_address: int
    new_per_minute: int
    files_per_minute: int


class Turnstile:
    """Lets connections in and counts them out. `clock` returns seconds that only go forward."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self.limits, self._clock = limits, clock
        self.inside, self._strangers, self._of_key = 0, Counter[str](), Counter[int]()
        self._came: dict[str, deque[float]] = defaultdict(deque)
        self._began: dict[int, deque[float]] = defaultdict(deque)

    def enter(self, address: str) -> bool:
        """Let a connection in that has not signed in yet, or not: there are too many, or too many new ones."""
        is_full = self.inside >= self.limits.connections or self._strangers[address] >= self.limits.per_address
        if is_full or not self._take(self._came, address, self.limits.new_per_minute):
            return False
        self.inside += 1
        self._strangers[address] += 1
        return True

    def sign_in(self, address: str, key_id: int) -> bool:
        """Count a connection to a key; it no longer counts to its address. Refused, it still counts there."""
        if self._of_key[key_id] >= self.limits.per_key:
            return False
        _less(self._strangers, address)
        self._of_key[key_id] += 1
        return True

    def leave(self, address: str, key_id: int | None) -> None:
        """Count a connection out that had been let in; `key_id`, where it had signed in."""
        self.inside -= 1
        if key_id is None:
            _less(self._strangers, address)
        else:
            _less(self._of_key, key_id)

    def may_begin_file(self, key_id: int) -> bool:
        """Count a file that a key begins to send, or refuse it."""
        return self._take(self._began, key_id, self.limits.files_per_minute)

    def _take(self, times: dict, who: str | int, most: int) -> bool:  # type: ignore[type-arg]
        now = self._clock()
        if len(times) > MOST_KNOWN:
            for one in [one for one, seen in times.items() if not seen or now - seen[-1] > MINUTE]:
                del times[one]
        recent = times[who]
        while recent and now - recent[0] > MINUTE:
            recent.popleft()
        if len(recent) >= most:
            return False
        recent.append(now)
        return True


def _less(counter: Counter, who: str | int) -> None:  # type: ignore[type-arg]
    counter[who] -= 1
    if counter[who] <= 0:
        del counter[who]
