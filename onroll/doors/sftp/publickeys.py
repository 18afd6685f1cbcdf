"""Reading the public half of a key pair: which kinds we take, and its one form and fingerprint."""

import dataclasses

import asyncssh
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from onroll.audit.refusals import RuleBroken

KINDS = frozenset(
    {
        "ssh-ed25519",
        "ecdsa-sha2-nistp256",
        "ecdsa-sha2-nistp384",
        "ecdsa-sha2-nistp521",
        "sk-ssh-ed25519@openssh.com",
        "sk-ecdsa-sha2-nistp256@openssh.com",
        "ssh-rsa",
    }
)
# Source: NIST SP 800-131A revision 2, table 2: shorter RSA keys are no longer to be used.
LEAST_RSA_BITS = 2048
LONGEST_CHARACTERS = 20_000


class PublicKeyUnreadable(RuleBroken):
    """What was given is not the public half of a key pair, or of a kind that is too weak."""

    code = "public_key_unreadable"
    default_words = (
        "This is not a public key that we take. Give the one line of the file that ends in .pub: "
        "of an Ed25519 or ECDSA key, or of an RSA key of 2048 bits or more. Never the private key."
    )


@dataclasses.dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key in its one form, without the comment that may name a person, and its fingerprint."""

    text: str
    fingerprint: str


def read(text: str) -> PublicKey:
    """Return a public key from the text of its file.

    Raises: PublicKeyUnreadable.
    """
    if len(text) > LONGEST_CHARACTERS or "PRIVATE" in text:
        raise PublicKeyUnreadable
    try:
        key = asyncssh.import_public_key(text)
    except (asyncssh.KeyImportError, ValueError) as unreadable:
        raise PublicKeyUnreadable from unreadable
    return of(key)


def of(key: asyncssh.SSHKey) -> PublicKey:
    """Return the one form of a key.

    Raises: PublicKeyUnreadable, for a kind that we do not take.
    """
    kind = key.get_algorithm()
    pair = key.pyca_key
    is_weak = isinstance(pair, RSAPublicKey | RSAPrivateKey) and pair.key_size < LEAST_RSA_BITS
    if kind not in KINDS or is_weak:
        raise PublicKeyUnreadable
    key.set_comment(None)
    return PublicKey(key.export_public_key().decode().strip(), key.get_fingerprint())
