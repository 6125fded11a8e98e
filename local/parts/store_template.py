"""A store with every service's login, made once per process and then copied, because making one takes two starts."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

PARTS = ("store", "logins.json")


def keep(folder: Path) -> None:
    """Keeps the folder of a stopped store as the template for others, until this process ends."""
    if not any(_kept().iterdir()):
        _copy(folder, _kept())


def begin(folder: Path) -> None:
    """Fills a folder from the template, if there is one."""
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
