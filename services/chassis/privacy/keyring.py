"""What keeps personal details in: encryption of stored fields, and reasons that never repeat a value (access.md)."""

import base64
import hmac
import json
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CANNOT_OPEN = (KeyError, InvalidTag)
"""What opening a sealed value raises: its key is gone, or it was changed."""


@dataclass(frozen=True)
class Keyring:
    """A service's keys. New values are sealed with the active one; each sealed value names its key, so keys can be rotated."""

    active: str
    keys: dict[str, bytes]

    def seal(self, value: bytes) -> str:
        nonce = os.urandom(12)
        sealed = nonce + AESGCM(self.keys[self.active]).encrypt(nonce, value, self.active.encode())
        return f"{self.active}:{base64.b64encode(sealed).decode()}"

    def fingerprint(self, value: bytes) -> str:
        """A keyed hash: it tells whether two values are the same, and cannot be guessed from without the key."""
        return f"{self.active}:{hmac.new(self.keys[self.active], value, 'sha256').hexdigest()}"

    def is_of(self, fingerprint: str, value: bytes) -> bool:
        """Whether the fingerprint is of this value, also after the keys have rotated; not where its key is gone."""
        name = fingerprint.partition(":")[0]
        return name in self.keys and hmac.compare_digest(Keyring(name, self.keys).fingerprint(value), fingerprint)

    def fingerprints(self, value: bytes) -> tuple[str, ...]:
        """What a fingerprint of this value may be, by each key, the active one first: to look one up after a rotation."""
        names = sorted(self.keys, key=lambda name: name != self.active)
        return tuple(Keyring(name, self.keys).fingerprint(value) for name in names)

    def open(self, sealed: str) -> bytes:
        """Raises KeyError where the key is gone, and cryptography's InvalidTag where the value was changed."""
        name, _, text = sealed.partition(":")
        raw = base64.b64decode(text)
        return AESGCM(self.keys[name]).decrypt(raw[:12], raw[12:], name.encode())


def read_keyring(file: Path) -> Keyring:
    """Raises ValueError naming the fault, never the key."""
    try:
        document = json.loads(file.read_text())
        keys = {name: base64.b64decode(key) for name, key in document["keys"].items()}
        active = document["active"]
        complete = active in keys and all(len(key) == 32 for key in keys.values())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise ValueError(f"the file of encryption keys cannot be read ({type(fault).__name__})") from None
    if not complete:
        raise ValueError("the file of encryption keys needs an active key, and each key 32 bytes")
    return Keyring(active, keys)
