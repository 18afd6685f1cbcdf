"""More rows than fit are refused in words before the match begins; finding pairs spills to disk before that."""

from types import SimpleNamespace

import duckdb
import numpy as np
import pytest

from onroll.linkage.engine.candidates import connect, met
from onroll.linkage.lists import memory


def test_rows_that_fit_are_let_through_and_so_are_any_where_nobody_knows_what_is_free():
    memory.check_memory(1_000_000, 8_000_000_000)
    memory.check_memory(1_000_000_000, None)


def test_ten_million_rows_on_a_small_machine_are_refused_with_how_many_would_fit():
    with pytest.raises(
        memory.TooManyRows, match=r"60\.0 GB of memory and 4\.2 GB are free: match at most 700,000 rows"
    ):
        memory.check_memory(10_000_000, 4_200_000_000)


def test_the_system_says_what_is_free_or_it_is_not_known(tmp_path):
    said = tmp_path / "meminfo"
    said.write_text("MemTotal: 900 kB\nMemAvailable:     500 kB\n")

    assert memory.free_memory(said) == 512_000
    assert memory.free_memory(tmp_path / "none") is None
    said.write_text("MemTotal: 900 kB\n")
    assert memory.free_memory(said) is None


def test_finding_pairs_gets_half_of_what_is_free_and_never_too_little():
    assert memory.share_for_pairs(8_000_000_000) == "4000MB"
    assert memory.share_for_pairs(1_000) == "100MB"
    assert memory.share_for_pairs(None) == ""


def test_where_memory_is_short_finding_pairs_spills_to_disk_and_gives_the_same_pairs(tmp_path):
    rng = np.random.default_rng(1)
    many = 300_000
    keys = rng.integers(0, many // 3, many).astype(np.uint64), (np.arange(many) % (many // 4)).astype(np.int32)
    rows = SimpleNamespace(lists=rng.integers(0, 3, many // 4).astype(np.int32))

    def found(limit, disk):
        with connect(limit, str(tmp_path)) as database:
            database.execute(f"SET threads = 1; SET max_temp_directory_size = '{disk}'")
            return met(rows, database, keys, within=False, largest=40)

    with pytest.raises(duckdb.OutOfMemoryException):
        found("15MB", "0KB")
    assert np.array_equal(found("15MB", "1GB"), found("1GB", "0KB"))
