"""The schemas of events that were promised before: those of every commit that changed what is published."""

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


def promised(root: Path = ROOT) -> dict[str, Schemas]:
    """Schemas by file name, by where they were promised: no release is needed to be held to one's word. Of a checkout without
    its history what is there; outside git only the files as they lie."""
    lying = {
        file.name: json.loads(file.read_text(encoding="utf-8")) for file in (root / FOLDER).iterdir() if EVENT.match(file.name)
    }
    commits = git(root, "log", "--format=%h", "--", FOLDER).decode().split()
    return {"the files": lying, **{commit: committed(root, commit) for commit in commits}}


def committed(root: Path, commit: str) -> Schemas:
    """The schemas in a commit; none where they were all removed."""
    archive = git(root, "archive", "--format=tar", commit, FOLDER)
    if not archive:
        return {}
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        files = {Path(each.name).name: tar.extractfile(each) for each in tar.getmembers() if each.isfile()}
    return {name: json.load(file) for name, file in files.items() if file is not None and EVENT.match(name)}


def git(root: Path, *arguments: str) -> bytes:
    """What git prints; nothing where it is not there or fails."""
    program = shutil.which("git")
    if program is None:
        return b""
    done = subprocess.run([program, "-C", str(root), *arguments], capture_output=True, check=False, timeout=30)
    return done.stdout if done.returncode == 0 else b""
