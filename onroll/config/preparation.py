"""Brings an installation up to date: tables, cache table, static files, and the demonstration where nothing is yet."""

import io
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from onroll.access.models import Organisation
from onroll.audit.act import by_the_system
from onroll.config.commands import fingerprint
from onroll.config.demonstration import load, who_can_sign_in
from onroll.search import actions as search_actions
from onroll.search import sources
from onroll.search.models import Posting

SEED = 20261122  # the same seed and clock make the same children


def prepare_database() -> None:
    """Apply the migrations that are not applied yet, and make the table of rate limits."""
    Path(settings.VAULT_FOLDER).mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)


def collect_static_files() -> None:
    """Gather the static files for whitenoise, unless nothing has changed since the last time."""
    sources = [path for folder in _static_folders() for path in folder.rglob("*") if path.is_file()]
    stamp, now = Path(settings.STATIC_ROOT) / "gathered", fingerprint(sources)
    if stamp.exists() and stamp.read_text() == now:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True, stdout=io.StringIO())
    stamp.write_text(now)


def fill_empty_index() -> list[str]:
    """Make the search index of each kind that has records and nothing filed: after an update that brought it.

    Without it nobody finds a child by a misspelt name, and nothing says why. Returns a line for each kind made.
    """
    act, made = by_the_system(at=timezone.now(), purpose="make the search index that is missing"), []
    for source in sources.registered():
        if next(iter(source.ids()), None) is None or Posting.objects.filter(kind=source.kind).exists():
            continue
        count = sum(search_actions.rebuild(act, source=source))
        made.append(f"Made the search index of {source.kind}: {count:,} records.")
    return made


def demonstration_if_empty(*, seed: int = SEED) -> list[str]:
    """Load the demonstration where this installation is one and holds no organisation; say who can sign in."""
    if not settings.IS_DEMONSTRATION:
        return ["This installation is not a demonstration (ONROLL_DEMONSTRATION=false): nothing was loaded."]
    if Organisation.objects.exists():
        return who_can_sign_in()
    return load(timezone.now(), seed=seed)


def _static_folders() -> list[Path]:
    home = Path(settings.HOME) / "onroll"
    return [path for path in home.glob("*/static") if path.is_dir()]
