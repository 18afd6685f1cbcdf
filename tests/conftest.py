"""What every test shares: quick password hashing, a real clock held by nobody, and the ledger's triggers."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase


def pytest_configure() -> None:
    """Hash passwords quickly; keep rate limits in memory so that one test's tries are not another's."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


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
