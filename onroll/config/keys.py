"""The keys of an installation: made once, readable by its owner alone, never in the repository."""

import secrets
from pathlib import Path

KEYS = {"sessions.key": 48, "vault.key": 32}


def make_missing_keys(var: Path) -> list[str]:
    """Make the key files that are not there yet, and return their names. An existing key is never touched."""
    folder = var / "keys"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = []
    for name, length in KEYS.items():
        path = folder / name
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(length))
            made.append(name)
    return made
