"""Whether the machine has the memory for a match: a plain refusal at the start is better than a killed run."""

from pathlib import Path

BYTES_A_ROW = 6_000
"""At the peak of a match, with room to spare: 4.2 GB were measured at a million rows (docs/explanation/matching.md)."""


class TooManyRows(Exception):
    """The rows would not fit into the memory that is free."""


def check_memory(rows: int, free_bytes: int | None) -> None:
    """Check that so many rows fit; where nobody knows what is free, they do.

    Raises: TooManyRows, with how many would.
    """
    if free_bytes is not None and rows * BYTES_A_ROW > free_bytes:
        fit = free_bytes // BYTES_A_ROW
        needed, free = rows * BYTES_A_ROW / 1e9, free_bytes / 1e9
        raise TooManyRows(
            f"{rows:,} rows need about {needed:.1f} GB of memory and {free:.1f} GB are free: "
            f"match at most {fit:,} rows at once (by year of birth or by area), or use a larger machine"
        )


def share_for_pairs(free_bytes: int | None) -> str:
    """Return how much memory finding pairs may take before it spills, as DuckDB reads it; "" where nobody knows."""
    return "" if free_bytes is None else f"{max(free_bytes // 2 // 1_000_000, 100)}MB"


def free_memory(source: Path = Path("/proc/meminfo")) -> int | None:
    """Return the memory that is free, in bytes, or None where the system does not say."""
    if not source.is_file():
        return None
    found = (line.split() for line in source.read_text().splitlines())
    return next((int(words[1]) * 1024 for words in found if words[:1] == ["MemAvailable:"]), None)
