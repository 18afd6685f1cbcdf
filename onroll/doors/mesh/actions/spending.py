"""Using tokens up: each proves one request, once."""

from datetime import datetime

from django.db import IntegrityError

from onroll.audit import rows
from onroll.doors.mesh.errors import TOKEN_REPLAYED, MeshRefusal
from onroll.doors.mesh.tokens import FRESH, Caller
from onroll.doors.mesh.turns import light_transaction
from onroll.doors.models import SpentToken
from onroll.transfer import queries as transfer_queries


def spend(caller: Caller) -> None:
    """Use a token up, in the transaction that is open.

    Raises: MeshRefusal, when it was used before.
    """
    if caller.nonce_count == 0:  # a client that begins: a good moment to forget what no token can repeat
        SpentToken.objects.filter(key=caller.key, at__lt=_forgettable(caller.act.at)).delete()
    try:
        rows.insert_rows(
            [SpentToken(key=caller.key, nonce=caller.nonce, nonce_count=caller.nonce_count, at=caller.act.at)]
        )
    except IntegrityError as used:
        raise MeshRefusal(TOKEN_REPLAYED) from used


def spend_lightly(caller: Caller) -> None:
    """Use a token up for a request that changes nothing else."""
    with light_transaction():
        spend(caller)


def forget_old_tokens(at: datetime) -> int:
    """Forget the tokens that are too old to be taken again. Returns how many."""
    return int(SpentToken.objects.filter(at__lt=_forgettable(at)).delete()[0])


def _forgettable(at: datetime) -> datetime:
    """Return before when a token is too old to be taken again, even once a clock that has jumped ahead is set right."""
    return transfer_queries.surely_past(at) - 3 * FRESH
