"""Databases that have every table already, made once and copied by whoever needs one with nothing in it.

Applying all migrations takes half a minute of processor time, and each worker on each database, each browser worker and
each installation that is served or killed wants its own. The first to ask applies them, by the product's own
`prepare_database`; the others wait for it. A copy is brought up to date by whoever uses it, so one that lacked a
migration would get it.

SQLite's file is kept in .venv, under a name that changes with anything the migrations read. PostgreSQL's database is of
one run and is dropped at its end. ONROLL_TEST_READY names the folder of the run (`./run test` names one for all its
suites); without it the first process makes one. `python -m tests.ready` makes SQLite's, and the one on the server that
ONROLL_TEST_DATABASE_URL names; `python -m tests.ready forget` takes away what is of the run.
"""

import atexit
import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

HOME = Path(__file__).resolve().parents[1]
KEPT = HOME / ".venv"
FOLDER = "ONROLL_TEST_READY"
# Without ONROLL_: installations under test are given none of the tests' own settings.
SQLITE_FOR_INSTALLATIONS = "TEST_READY_SQLITE"
# The connection is closed by hand: SQLite then leaves all in the one file that is copied.
PREPARE = """
import django
django.setup()
from django.db import connection
from onroll.config import preparation
preparation.prepare_database()
connection.close()
"""


def folder() -> Path:
    """Return the folder of this run, made by the first process that asks and taken away at its end."""
    if FOLDER not in os.environ:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="onroll-ready-")
        atexit.register(forget, os.getpid(), Path(os.environ[FOLDER]))
    return Path(os.environ[FOLDER])


def sqlite() -> Path:
    """Return the file of a SQLite database with every table: to be copied, never opened."""
    place = KEPT if KEPT.is_dir() else folder()
    ready = place / f"ready-{_digest()}.sqlite3"
    with _alone(place / "ready.lock"):
        if not ready.exists():
            for old in place.glob("ready-*.sqlite3"):
                old.unlink()
            with tempfile.TemporaryDirectory(dir=place, prefix="ready-") as making:
                _prepare(Path(making))
                # Whole only under its last name: who is stopped on the way leaves nothing that looks ready.
                (Path(making) / "onroll.sqlite3").rename(ready)
    return ready


def postgresql(address: str) -> str:
    """Return the name of a database with every table on the server of this address: a template for CREATE DATABASE."""
    where = urlsplit(address)
    server = hashlib.sha256(f"{where.netloc}?{where.query}".encode()).hexdigest()[:6]
    name = re.sub(r"\W", "_", f"{folder().name}_{server}".lower())
    made = folder() / f"{name}.made"
    with _alone(folder() / f"{name}.lock"):
        if not made.exists():
            _execute(f'DROP DATABASE IF EXISTS "{name}"', address)
            _execute(f'CREATE DATABASE "{name}"', address)
            _prepare(folder(), where._replace(path=f"/{name}").geturl())
            made.touch(mode=0o600)
            made.write_text(address, encoding="utf-8")  # it may hold a password, and the folder is ours alone
    return name


def for_installation(address: str) -> dict[str, str]:
    """Return what `copy_in` reads in the process that fills an installation; nothing where it is on PostgreSQL."""
    return {} if address else {SQLITE_FOR_INSTALLATIONS: str(sqlite())}


def copy_in() -> None:
    """Put the tables into the SQLite file of the installation whose settings are loaded, if it has none yet."""
    from django.conf import settings

    source, database = os.environ.get(SQLITE_FOR_INSTALLATIONS), settings.DATABASES["default"]
    if source and database["ENGINE"].endswith("sqlite3") and not Path(database["NAME"]).exists():
        shutil.copyfile(source, database["NAME"])


def forget(maker: int, place: Path) -> None:
    """Take the folder of a run away, and the databases that were made for it; a fork of its maker leaves them."""
    if os.getpid() != maker:
        return
    for made in place.glob("*.made"):
        with contextlib.suppress(psycopg.Error):
            _execute(f'DROP DATABASE IF EXISTS "{made.stem}" WITH (FORCE)', made.read_text(encoding="utf-8"))
    shutil.rmtree(place, ignore_errors=True)


def _digest() -> str:
    """Return a digest of all that the migrations read: themselves, what they import, settings, Django's version."""
    ours = [HOME / "onroll" / "config" / "settings.py", *HOME.glob("onroll/*/migrations/*.py")]
    found = {HOME / "requirements" / "base.txt", HOME / "onroll" / "config" / "preparation.py"}
    while ours:
        path = ours.pop()
        if path in found:
            continue
        found.add(path)
        for name in re.findall(r"^\s*(?:from|import) (onroll[\w.]*)", path.read_text(encoding="utf-8"), re.MULTILINE):
            module = HOME.joinpath(*name.split("."))
            ours += [one for one in (module.with_suffix(".py"), *module.glob("*.py")) if one.is_file()]
    whole = hashlib.sha256(sys.version.encode())
    for path in sorted(found):
        whole.update(f"{path.relative_to(HOME)}\n".encode() + path.read_bytes())
    return whole.hexdigest()[:16]


def _prepare(var: Path, address: str = "") -> None:
    from tests.peers.mesh.running import environment_for

    env = environment_for(var, address)
    done = subprocess.run([sys.executable, "-c", PREPARE], cwd=HOME, env=env, capture_output=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.decode()[-4000:])


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _execute(order: str, address: str) -> None:
    # From the database that every server has: one cannot be dropped, nor be a template, while somebody is in it.
    with psycopg.connect(urlsplit(address)._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(order)


if __name__ == "__main__":
    if sys.argv[1:] == ["forget"]:
        forget(os.getpid(), folder())
        sys.exit()
    sqlite()
    if "ONROLL_TEST_DATABASE_URL" in os.environ:
        postgresql(os.environ["ONROLL_TEST_DATABASE_URL"])
