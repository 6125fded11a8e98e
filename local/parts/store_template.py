"""A store in which every service has its login: begun once a process, for it takes two starts, and copied from then on."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

PARTS = ("store", "logins.json")


def keep(folder: Path) -> None:
    """What the folder holds of a store that stands still is what others begin with, until this process ends."""
    if not any(_kept().iterdir()):
        _copy(folder, _kept())


def begin(folder: Path) -> None:
    """With what was kept, if anything was."""
    _copy(_kept(), folder)


@cache
def _kept() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="learning-begun-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _copy(here: Path, there: Path) -> None:
    for part in (here / name for name in PARTS if (here / name).exists()):
        if part.is_dir():
            shutil.copytree(part, there / part.name)
        else:
            shutil.copy2(part, there)
