"""Small files that another process may read at any moment."""

import os
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Writes aside, flushes and renames, so that a reader sees the old text or the new one.

    Only this user may read it.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    with draft.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)
