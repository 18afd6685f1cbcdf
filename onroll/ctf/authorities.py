"""Numbers of local authorities, historic ones and those of Wales and the islands included.

Source: the table `local_authorities.csv`. 999 is the test authority of one of the Department's own programs.
"""

from functools import cache

from onroll.ctf import tablefiles

TEST_AUTHORITY = "999"


@cache
def names() -> dict[str, str]:
    """Return the names of the authorities by number."""
    return {row["la_code"]: row["name"] for row in tablefiles.rows("local_authorities")}


def is_known(number: str) -> bool:
    """Say whether the number is or was that of an authority."""
    return number in names() or number == TEST_AUTHORITY


def name(number: str) -> str | None:
    """Return the authority's name, or None."""
    return names().get(number)
