"""What every test shares: a database made by copying, quick password hashing, and the ledger's triggers."""

import os
import shutil
from collections.abc import Iterator

import hypothesis
import pytest
from django.db import connection
from django.test import TransactionTestCase

from tests import ready


def pytest_configure() -> None:
    """Hash passwords quickly; keep rate limits in memory so that one test's tries are not another's."""
    from django.conf import settings

    options = settings.DATABASES["default"].setdefault("OPTIONS", {})
    # What survives a power cut is tested where servers are killed (tests/durability), with the product's own settings.
    if "init_command" in options:
        options["init_command"] += "PRAGMA synchronous=OFF;"
    else:
        options["options"] = f"{options.get('options', '')} -c synchronous_commit=off".strip()
    # Speed is a benchmark: on a busy machine an example may be slow to draw or to try, and that is no fault.
    hypothesis.settings.register_profile(
        "onroll", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("onroll")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Let the test database be a copy of one that has every table; Django then applies what it lacks: nothing."""
    if request.config.getvalue("nomigrations") or request.config.getvalue("reuse_db"):
        return
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = ready.postgresql(os.environ["ONROLL_DATABASE_URL"])
        return
    make = connection.creation._create_test_db

    def make_by_copying(*args: object, **named: object) -> str:
        name: str = make(*args, **named)
        shutil.copyfile(ready.sqlite(), name)
        return name

    connection.creation._create_test_db = make_by_copying


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    from django.core.cache import cache

    yield
    cache.clear()


_emptied = TransactionTestCase._fixture_teardown


def _emptied_with_the_ledger_unlocked(self: TransactionTestCase) -> None:
    """A test with real transactions empties the database afterwards; the ledger refuses that by design."""
    from onroll.audit import triggers
    from onroll.audit.models import LedgerHead

    triggers.unguard(connection)
    _emptied(self)
    triggers.guard(connection)
    LedgerHead.objects.get_or_create(id=1, defaults={"sequence": 0, "digest": "0" * 64})


TransactionTestCase._fixture_teardown = _emptied_with_the_ledger_unlocked  # type: ignore[method-assign]
