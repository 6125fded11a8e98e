"""The keys of a service, which rotate, and the data keys that they wrap (docs/access.md "Encryption")."""

import base64
import hmac
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CANNOT_OPEN = (KeyError, InvalidTag)
"""Exceptions of a sealed value that cannot be opened, because its key is gone or it was changed or moved."""
NAME = re.compile(r"[a-z0-9-]{1,32}")
BYTES = 32
NONCE = 12
FOR_OTHERS = 0o007
"""The permissions that no file of keys may give. Its group may read it, because orchestrators mount secrets like that."""


class Purpose(StrEnum):
    """The uses of the keyring. Each has a key of its own, which derives from the same entry of the file."""

    DATA_KEY = "data-key"
    PARKED = "parked"
    CURSOR = "cursor"
    FINGERPRINT = "fingerprint"


@dataclass(frozen=True)
class Keys:
    """Keys by name, and the active one. Every sealed value and fingerprint names its key, so that keys can be rotated."""

    active: str
    keys: Mapping[str, bytes] = field(repr=False)

    def derived(self, name: str, purpose: Purpose) -> bytes:
        """Returns the key for a purpose. Raises KeyError if the named key is gone."""
        return _derived(self.keys[name], purpose)


@dataclass(frozen=True)
class Keyring(Keys):
    """A service's keys. `marks` make fingerprints, and rotate apart: a receipt is lost with the key of its fingerprint."""

    marks: Keys = field(default_factory=lambda: Keys("", {}))

    def seal(self, purpose: Purpose, owner: str, value: bytes) -> str:
        """Returns the value sealed under the active key, for this purpose and owner alone."""
        nonce = os.urandom(NONCE)
        sealed = AESGCM(self.derived(self.active, purpose)).encrypt(nonce, value, bound(self.active, purpose, owner))
        return f"{self.active}:{base64.b64encode(nonce + sealed).decode()}"

    def open(self, purpose: Purpose, owner: str, sealed: str) -> bytes:
        """Opens a sealed value.

        Raises KeyError if its key is gone, and cryptography's InvalidTag if it was changed, or belongs to another purpose or
        owner.
        """
        name, _, text = sealed.partition(":")
        raw = base64.b64decode(text)
        return AESGCM(self.derived(name, purpose)).decrypt(raw[:NONCE], raw[NONCE:], bound(name, purpose, owner))

    def fingerprint(self, value: bytes) -> str:
        """Returns a keyed hash. It shows whether two values are equal, and reveals nothing without the key."""
        return self._fingerprint(self.marks.active, value)

    def is_of(self, fingerprint: str, value: bytes) -> bool:
        """Returns true if the fingerprint is of this value, under any key that is left."""
        name = fingerprint.partition(":")[0]
        return name in self.marks.keys and hmac.compare_digest(self._fingerprint(name, value), fingerprint)

    def fingerprints(self, value: bytes) -> tuple[str, ...]:
        """Returns the fingerprints of this value by each key, the active one first, to look one up after a rotation."""
        names = sorted(self.marks.keys, key=lambda name: name != self.marks.active)
        return tuple(self._fingerprint(name, value) for name in names)

    def _fingerprint(self, name: str, value: bytes) -> str:
        return f"{name}:{hmac.new(self.marks.derived(name, Purpose.FINGERPRINT), value, 'sha256').hexdigest()}"


@dataclass(frozen=True)
class DataKey:
    """The key of one owner. It seals the fields of the owner's text, and makes fingerprints that go with it."""

    owner: str
    raw: bytes = field(repr=False)
    """64 bytes: a key to seal, then a key for fingerprints."""

    @classmethod
    def new(cls, owner: str) -> Self:
        return cls(owner, os.urandom(2 * BYTES))

    def seal(self, place: str, value: bytes) -> bytes:
        """Returns the value sealed for this owner and this place alone."""
        nonce = os.urandom(NONCE)
        return nonce + AESGCM(self.raw[:BYTES]).encrypt(nonce, value, bound(self.owner, place))

    def open(self, place: str, sealed: bytes) -> bytes:
        """Opens a sealed value. Raises cryptography's InvalidTag if it was changed, or belongs to another place or owner."""
        return AESGCM(self.raw[:BYTES]).decrypt(sealed[:NONCE], sealed[NONCE:], bound(self.owner, place))

    def fingerprint(self, value: bytes) -> str:
        """Returns a keyed hash that no one can repeat once the key is erased."""
        return hmac.new(self.raw[BYTES:], value, "sha256").hexdigest()

    def is_of(self, fingerprint: str, value: bytes) -> bool:
        return hmac.compare_digest(self.fingerprint(value), fingerprint)


def bound(*parts: str) -> bytes:
    """Returns the associated data of a sealed value, which is the same for no other parts."""
    return json.dumps(parts).encode()


@lru_cache(maxsize=64)
def _derived(key: bytes, purpose: Purpose) -> bytes:
    return HKDF(SHA256(), BYTES, salt=None, info=f"learning/{purpose}".encode()).derive(key)


def read_keyring(file: Path, *, guarded: bool = True) -> Keyring:
    """Reads the file of keys. Raises ValueError that names the fault, never a key.

    The file has the entry `sealing` and the entry `fingerprints`, each with `active` and `keys`. A `guarded` file that every
    login of the machine may read is refused.
    """
    try:
        open_to_others = file.stat().st_mode & FOR_OTHERS
        document = json.loads(file.read_text())
        sealing, marks = (_keys(document[entry]) for entry in ("sealing", "fingerprints"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise ValueError(f"the file of encryption keys cannot be read ({type(fault).__name__})") from None
    if not (sealing and marks):
        raise ValueError(
            "the file of encryption keys needs an active key, names of small letters, digits and hyphens, and keys of 32 bytes"
        )
    if guarded and open_to_others:
        raise ValueError("the file of encryption keys is open to every login: take the rights of others away")
    return Keyring(sealing.active, sealing.keys, marks)


def _keys(entry: Any) -> Keys | None:
    keys = {name: base64.b64decode(key) for name, key in entry["keys"].items()}
    complete = entry["active"] in keys and all(NAME.fullmatch(name) and len(key) == BYTES for name, key in keys.items())
    return Keys(entry["active"], keys) if complete else None
