"""Using tokens up: each proves one request, once."""

from datetime import datetime

from django.db import IntegrityError

from onroll.doors.mesh.errors import TOKEN_REPLAYED, MeshRefusal
from onroll.doors.mesh.tokens import FRESH, Caller
from onroll.doors.mesh.turns import light_transaction
from onroll.doors.models import SpentToken


def spend(caller: Caller) -> None:
    """Use a token up, in the transaction that is open.

    Raises: MeshRefusal, when it was used before.
    """
    if caller.nonce_count == 0:  # a client that begins: a good moment to forget what no token can repeat
        SpentToken.objects.filter(key=caller.key, at__lt=caller.act.at - 3 * FRESH).delete()
    try:
        SpentToken.objects.create(key=caller.key, nonce=caller.nonce, nonce_count=caller.nonce_count, at=caller.act.at)
    except IntegrityError as used:
        raise MeshRefusal(TOKEN_REPLAYED) from used


def spend_lightly(caller: Caller) -> None:
    """Use a token up for a request that changes nothing else."""
    with light_transaction():
        spend(caller)


def forget_old_tokens(at: datetime) -> int:
    """Forget the tokens that are too old to be taken again. Returns how many."""
    return int(SpentToken.objects.filter(at__lt=at - 3 * FRESH).delete()[0])
