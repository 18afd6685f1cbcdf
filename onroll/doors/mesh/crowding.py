"""How many requests one key may have under way in this process, so that others are served whatever one sender does."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from onroll.doors.mesh.errors import TOO_MANY, MeshRefusal

_lock = threading.Lock()
_under_way: Counter[int] = Counter()


@contextmanager
def place_for(key_id: int) -> Iterator[None]:
    """Hold one of a key's places while the block runs.

    Raises: MeshRefusal, when all are taken. The token is not used up: the same request may be sent again.
    """
    with _lock:
        if _under_way[key_id] >= settings.MESH_REQUESTS_AT_ONCE:
            raise MeshRefusal(TOO_MANY)
        _under_way[key_id] += 1
    try:
        yield
    finally:
        with _lock:
            _under_way[key_id] -= 1
            if not _under_way[key_id]:
                del _under_way[key_id]
