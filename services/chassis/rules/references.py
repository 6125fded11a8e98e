"""References that people use, such as `NM-2026-K7Q4`: partnership, year, four characters without look-alikes.

Pure. There is no counter, so a gap reveals nothing. A unique index prevents duplicates.
"""

from hashlib import sha256

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 4


def reference(prefix: str, year: int, id_: str, attempt: int = 0) -> str:
    """Returns the same reference for the same id and attempt, and another one for the next attempt."""
    digest = sha256(f"{id_}/{attempt}".encode()).digest()
    return f"{prefix}-{year}-{''.join(LETTERS[byte % len(LETTERS)] for byte in digest[:LENGTH])}"
