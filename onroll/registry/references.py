"""Our own references for children, files, notifications and cases: short, unguessable, easy to read out."""

import secrets

# Crockford's base 32 without vowels: no word can arise, and 0/O, 1/I/L cannot be confused.
ALPHABET = "0123456789BCDFGHJKMNPQRSTVWXYZ"


def new_reference(letter: str) -> str:
    """Return a reference such as `C-7K3Q-2F9W`: a letter for the kind and eight random characters (39 bits)."""
    characters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letter}-{characters[:4]}-{characters[4:]}"
