"""Encryption of stored fields, with keys that rotate (docs/access.md "Encryption")."""

import base64
import hmac
import json
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CANNOT_OPEN = (KeyError, InvalidTag)
"""Exceptions of a sealed value that cannot be opened, because its key is gone or it was changed."""


@dataclass(frozen=True)
class Keyring:
    """A service's keys. The active key seals new values. Each sealed value names its key, so keys can be rotated."""

    active: str
    keys: dict[str, bytes]

    def seal(self, value: bytes) -> str:
        nonce = os.urandom(12)
        sealed = nonce + AESGCM(self.keys[self.active]).encrypt(nonce, value, self.active.encode())
        return f"{self.active}:{base64.b64encode(sealed).decode()}"

    def fingerprint(self, value: bytes) -> str:
        """Returns a keyed hash. It shows whether two values are equal, and reveals nothing without the key."""
        return f"{self.active}:{hmac.new(self.keys[self.active], value, 'sha256').hexdigest()}"

    def is_of(self, fingerprint: str, value: bytes) -> bool:
        """Returns true if the fingerprint is of this value, under any key that is left."""
        name = fingerprint.partition(":")[0]
        return name in self.keys and hmac.compare_digest(Keyring(name, self.keys).fingerprint(value), fingerprint)

    def fingerprints(self, value: bytes) -> tuple[str, ...]:
        """Returns the fingerprints of this value by each key, the active one first, to look one up after a rotation."""
        names = sorted(self.keys, key=lambda name: name != self.active)
        return tuple(Keyring(name, self.keys).fingerprint(value) for name in names)

    def open(self, sealed: str) -> bytes:
        """Opens a sealed value.

        Raises KeyError if its key is gone, and cryptography's InvalidTag if the value was changed.
        """
        name, _, text = sealed.partition(":")
        raw = base64.b64decode(text)
        return AESGCM(self.keys[name]).decrypt(raw[:12], raw[12:], name.encode())


def read_keyring(file: Path) -> Keyring:
    """Reads the file of keys. Raises ValueError that names the fault, never a key."""
    try:
        document = json.loads(file.read_text())
        keys = {name: base64.b64decode(key) for name, key in document["keys"].items()}
        active = document["active"]
        complete = active in keys and all(len(key) == 32 for key in keys.values())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise ValueError(f"the file of encryption keys cannot be read ({type(fault).__name__})") from None
    if not complete:
        raise ValueError("the file of encryption keys needs an active key, and keys of 32 bytes")
    return Keyring(active, keys)
