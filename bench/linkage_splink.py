"""Splink 5, tuned for an hour by hand, on the same rows: `.venv-train/bin/python bench/linkage_splink.py FOLDER`.

Runs in the environment of `requirements/train.txt` and prints one line of JSON for `bench/linkage.py`.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import splink.comparison_library as compare
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

FIXED = 0.9
_RULES = (
    block_on("dob", "surname"),
    block_on("dob", "forename"),
    block_on("dob", "substr(postcode, 1, 4)"),
    block_on("forename", "surname", "substr(dob, 1, 4)"),
    block_on("forename", "surname", "substr(dob, 6, 5)"),
    block_on("postcode", "forename"),
    block_on("postcode", "substr(dob, 1, 7)"),
    block_on("surname", "street", "house"),
    block_on("upn"),
)
# The sample of pseudopeople gives no place on one side, and Splink learns nothing from a rule without pairs.
_SHARED_PLACES = """SELECT count(*) FROM people a JOIN people b USING (dob, postcode)
    WHERE a.source_dataset < b.source_dataset"""


def scored(folder: Path) -> list[tuple[str, str, float]]:
    """Return the pairs that Splink scores: two row references and a probability."""
    database = DuckDBAPI()
    con = database._con  # noqa: SLF001 (Splink has no door to its own connection)
    con.execute("SET enable_progress_bar = false")
    con.execute(
        f"""CREATE TABLE people AS SELECT rid AS unique_id, list AS source_dataset, upper(forename) AS forename,
        upper(middle) AS middle, upper(surname) AS surname, dob, sex, upper(postcode) AS postcode, upn, house, street
        FROM '{folder / "records.parquet"}'"""
    )
    lists = [
        database.register(con.sql(f"SELECT * FROM people WHERE source_dataset = '{name}'"), dataset_display_name=name)
        for (name,) in con.execute("SELECT DISTINCT source_dataset FROM people ORDER BY 1").fetchall()
    ]
    linker = Linker(lists, _settings(), log_level=None)
    linker.training.estimate_probability_two_random_records_match([block_on("dob", "forename", "surname")], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    ((shared,),) = con.execute(_SHARED_PLACES).fetchall()
    for rule in (block_on("dob", "postcode" if shared else "sex"), block_on("forename", "surname")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, record_sample_proportion=1.0)
    found = linker.inference.predict(threshold_match_probability=0.01)
    rows = con.execute(f"SELECT unique_id_l, unique_id_r, match_probability FROM {found.physical_name}").fetchall()
    return [(str(one), str(two), float(chance)) for one, two, chance in rows]


def _settings() -> SettingsCreator:
    """House and street are left out: beside the postcode they count brothers' one address three times (F1 .88)."""
    exact = [compare.ExactMatch(name) for name in ("sex", "upn")]
    named = [
        compare.NameComparison(name).configure(term_frequency_adjustments=True) for name in ("forename", "surname")
    ]
    return SettingsCreator(
        link_type="link_only",
        comparisons=[
            *named,
            compare.JaroWinklerAtThresholds("middle", [0.9]),
            compare.DateOfBirthComparison("dob", input_is_string=True),
            compare.PostcodeComparison("postcode"),
            *exact,
        ],
        blocking_rules_to_generate_predictions=list(_RULES),
    )


def main(folder: Path) -> None:
    """Print F1 at the best and at a fixed threshold, recall at 99 % precision and seconds."""
    start = time.perf_counter()
    pairs = scored(folder)
    took = time.perf_counter() - start
    import duckdb

    truth = duckdb.sql(f"SELECT rid, person FROM '{folder / 'truth.parquet'}'").fetchall()
    lists = dict(duckdb.sql(f"SELECT rid, list FROM '{folder / 'records.parquet'}'").fetchall())
    person = dict(truth)
    total = _true_pairs(person, lists)
    pairs.sort(key=lambda pair: -pair[2])
    right = np.cumsum([person[one] == person[two] for one, two, _ in pairs])
    made = np.arange(1, len(pairs) + 1)
    fixed = sum(chance >= FIXED for *_, chance in pairs) - 1
    f1 = 2 * right / (made + total)
    precise = np.flatnonzero(right >= 0.99 * made)
    recall = right[precise[-1]] / total if len(precise) else 0.0
    print(json.dumps({"best": f1.max(), "fixed": f1[fixed], "recall_at_99": float(recall), "seconds": took}))


def _true_pairs(person: dict[str, int], lists: dict[str, str]) -> int:
    counts: dict[int, dict[str, int]] = {}
    for rid, who in person.items():
        of = counts.setdefault(who, {})
        of[lists[rid]] = of.get(lists[rid], 0) + 1
    return sum((sum(of.values()) ** 2 - sum(n * n for n in of.values())) // 2 for of in counts.values())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
