"""The schemas of events that were promised before: those of each release, of the present commit and of the one before it."""

import io
import json
import re
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

Schemas = dict[str, Any]

ROOT = Path(__file__).parents[2]
FOLDER = "contracts/published"
EVENT = re.compile(r"^[A-Za-z]+\.v\d+\.json$")


def promised() -> dict[str, Schemas]:
    """Schemas by file name, by where they were promised. Outside a git checkout only the files as they lie there."""
    lying = {
        file.name: json.loads(file.read_text(encoding="utf-8")) for file in (ROOT / FOLDER).iterdir() if EVENT.match(file.name)
    }
    found = {commit: schemas for commit in [*releases(), "HEAD~1", "HEAD"] if (schemas := committed(commit))}
    return {"the files": lying, **found}


def releases() -> list[str]:
    return git("tag", "--list", "v*").decode().split()


def committed(commit: str) -> Schemas:
    """The schemas in a commit; none where there is no such commit, or none in it."""
    archive = git("archive", "--format=tar", commit, FOLDER)
    if not archive:
        return {}
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        files = {Path(each.name).name: tar.extractfile(each) for each in tar.getmembers() if each.isfile()}
    return {name: json.load(file) for name, file in files.items() if file is not None and EVENT.match(name)}


def git(*arguments: str) -> bytes:
    """What git prints; nothing where it is not there or fails."""
    program = shutil.which("git")
    if program is None:
        return b""
    done = subprocess.run([program, "-C", str(ROOT), *arguments], capture_output=True, check=False, timeout=30)
    return done.stdout if done.returncode == 0 else b""
