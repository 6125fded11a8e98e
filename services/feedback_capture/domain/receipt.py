"""The receipt code (FC3): 128 bits that only the anonymous caller and the service's key can make; its keyed hash is stored.

Pure: the keyed hashes themselves are made by whoever holds the key. What is hashed begins with a word of its own, so that no
hash made for one purpose fits another.
"""

import re
from base64 import b32encode

from pydantic import Field

from contracts.vocabulary.types import Id
from services.chassis.rules.decisions import derived
from services.feedback_capture.domain.part import Part

BYTES = 16
LETTERS = 26
"""Of base32, for 16 bytes."""
GROUP = 4
LOOKALIKES = str.maketrans("018", "OIB")
"""Base32 has none of these figures: whoever copies a code by hand means the letter."""


class ShowReceipt(Part):
    """A receipt code, as it was copied: small letters, blanks and other hyphens do no harm."""

    receipt: str = Field(max_length=64)


def response_id(survey: Id, key: str) -> Id:
    """The same for a repeat. Nothing of the code can be seen in it: that needs the service's key."""
    return derived("response", survey, key)


def secret(survey: Id, key: str) -> bytes:
    """What the code is the keyed hash of: `key` is the anonymous caller's own secret."""
    return f"receipt/{survey}/{key}".encode()


def code_of(fingerprint: str) -> str:
    """The code as it is shown: `ABCD-EFGH-...`, from the fingerprint of the secret."""
    digest = bytes.fromhex(fingerprint.rpartition(":")[2])[:BYTES]
    letters = b32encode(digest).decode().rstrip("=")
    return "-".join(letters[start : start + GROUP] for start in range(0, LETTERS, GROUP))


def kept(code: str) -> bytes | None:
    """What is stored as its keyed hash, and looked up; None for what is no code."""
    letters = re.sub(r"[^A-Z0-9]", "", code.upper()).translate(LOOKALIKES)
    return f"receipt-code/{letters}".encode() if re.fullmatch(rf"[A-Z2-7]{{{LETTERS}}}", letters) else None
