"""The published schemas of events: the present ones, and those of every tagged release, which were promised before."""

import io
import json
import re
import shutil
import subprocess
import tarfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

Schemas = dict[str, Any]

ROOT = Path(__file__).parents[2]
FOLDER = "contracts/published"
RELEASES = "v[0-9]*"
EVENT = re.compile(r"^[A-Za-z]+\.v\d+\.json$")


@cache
def published(file: str) -> Draft202012Validator:
    text = (ROOT / FOLDER / file).read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text), format_checker=Draft202012Validator.FORMAT_CHECKER)


def faults(name: str, headers: Mapping[str, str], data: Any) -> list[str]:
    """Returns each way in which an event differs from its schema. `name` is its type and version: `FindingRecorded.v1`."""
    found = [*published("headers.schema.json").iter_errors(headers), *published(f"{name}.json").iter_errors(data)]
    return [error.message for error in found]


def promised(root: Path = ROOT) -> dict[str, Schemas]:
    """Returns schemas by file name, by the release that promised them (a tag such as `v1.2.0`). Before the first release, and
    in a checkout without tags, nothing was promised."""
    tags = git(root, "tag", "--list", RELEASES).decode().split()
    return {tag: committed(root, tag) for tag in tags}


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
