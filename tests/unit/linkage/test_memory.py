"""More rows than fit are refused in words before the match begins."""

import pytest

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
