"""No code knows a partnership: the agencies of one settings file are named in that file alone."""

import re
from pathlib import Path

import pytest

from contracts.framework.document import Framework
from contracts.framework.file import load

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "deploy" / "framework").glob("*.yaml"))
FOLDERS = ("services", "contracts", "local", "demo", "benchmarks", "tests")
CODE = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
CHOOSES = ROOT / "local" / "partnership.py"
"""The one file that names the settings to use when nobody chooses."""


def named(framework: Framework) -> dict[str, str]:
    """Returns the name of the partnership, and of each agency, by code."""
    partnership = framework.partnership
    return {each.code: each.name for each in framework.agencies} | {partnership.code: partnership.name}


def found(text: str, words: set[str]) -> set[str]:
    """Returns the words that the text has as words of their own."""
    longest_first = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return set(re.findall(rf"(?<![\w-])(?:{longest_first})(?![\w-])", text))


KNOWN = [named(load(file)) for file in FILES]
SHARED = set.intersection(*map(set, KNOWN))
OWN = {word for known in KNOWN for code, name in known.items() if code not in SHARED for word in (code, name)}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_settings_file_can_be_used(file: Path) -> None:
    assert load(file).agencies


def test_no_code_names_an_agency_of_one_partnership_alone() -> None:
    there = {path: found(path.read_text(encoding="utf-8"), OWN) for path in CODE if path != CHOOSES}
    assert {str(path.relative_to(ROOT)): words for path, words in there.items() if words} == {}


def test_a_planted_name_is_found() -> None:
    code = KNOWN[0].keys() - SHARED
    assert found(f'agency-lead@{min(code)}, ("{max(code)}",)', OWN) == {min(code), max(code)}
    assert found(f"x-{min(code)} {min(code)}-x", OWN) == set()
