"""The receipt code of a response: 128 bits, made from its form, the caller's secret and the service's key (FC3).

The service stores a keyed hash of the code only. The code that holds the key makes the hashes, so that this module stays pure.
Each hashed text starts with a word for its purpose, so that no hash fits another purpose.
"""

import re
from base64 import b32encode

from pydantic import Field

from contracts.vocabulary.types import Id
from services.chassis.rules.decisions import derived
from services.chassis.rules.values import CommandBody

BYTES = 16
LETTERS = 26
"""The letters of base32 that 16 bytes need."""
GROUP = 4
LOOKALIKES = str.maketrans("018", "OIB")
"""Digits that base32 does not have, and the letters that a person copying a code mistook for them."""


class ShowReceipt(CommandBody):
    """A receipt code as a person copied it. Lower case, spaces and other hyphens make no difference."""

    receipt: str = Field(max_length=64)


def response_id(survey: Id, nonce: str) -> Id:
    """Derives the id from the random part of the form's token, so that the store takes one answer from each form."""
    return derived("response", survey, nonce)


def source_of_code(survey: Id, own: str) -> bytes:
    """Returns the text whose keyed hash becomes the code. `own` is a text that no other response has (`Respond.own`)."""
    return f"receipt/{survey}/{own}".encode()


def code_of(fingerprint: str) -> str:
    """Returns the code as people see it, `ABCD-EFGH-...`, from the fingerprint of its source."""
    digest = bytes.fromhex(fingerprint.rpartition(":")[2])[:BYTES]
    letters = b32encode(digest).decode().rstrip("=")
    return "-".join(letters[start : start + GROUP] for start in range(0, LETTERS, GROUP))


def stored_form(code: str) -> bytes | None:
    """Returns the text whose keyed hash is stored and looked up, or None if this is no code."""
    letters = re.sub(r"[^A-Z0-9]", "", code.upper()).translate(LOOKALIKES)
    return f"receipt-code/{letters}".encode() if re.fullmatch(rf"[A-Z2-7]{{{LETTERS}}}", letters) else None
