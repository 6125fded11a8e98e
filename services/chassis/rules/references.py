"""What people call a thing: `NM-2026-K7Q4`, partnership, year, four characters without look-alikes (architecture.md, "HTTP").

Pure. No counter, so a gap gives nothing away; a unique index keeps two things from having the same one.
"""

from hashlib import sha256

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 4


def reference(prefix: str, year: int, id_: str, attempt: int = 0) -> str:
    """The same for the same id and attempt; another for the next attempt, for when it turned out to be taken."""
    digest = sha256(f"{id_}/{attempt}".encode()).digest()
    return f"{prefix}-{year}-{''.join(LETTERS[byte % len(LETTERS)] for byte in digest[:LENGTH])}"
