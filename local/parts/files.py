"""Small files that another process may read at any moment."""

import os
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """A reader sees the old text or the new one, never a part; nobody but this user may read it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text)
    draft.replace(path)
