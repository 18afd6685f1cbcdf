"""The signed links of a yearly round: what stands in an email, and what an address that comes back means.

A link is signed from the reference of its question with the installation's own key, and stored nowhere. It says
nothing of anybody: the reference is random.
"""

from django.core import signing

SALT = "onroll.casework.directory"


class LinkForged(Exception):
    """The text was not signed here, or was cut short."""


def token_of(reference: str) -> str:
    """Return what stands for a question in its link."""
    return signing.Signer(salt=SALT, sep=".").sign(reference)


def reference_in(token: str) -> str:
    """Return the reference that a link was made of.

    Raises: LinkForged.
    """
    try:
        return signing.Signer(salt=SALT, sep=".").unsign(token)
    except signing.BadSignature:
        raise LinkForged from None
