"""docs/requirements.md has every requirement, and names tests that exist; what the pages link to is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REQUIREMENTS = ROOT / "docs" / "requirements.md"
WANTED = [
    *(f"R{n}" for n in range(1, 23)),
    *(f"RR{n}" for n in range(1, 10)),
    *(f"AT{n}" for n in range(1, 9)),
    *(f"FC{n}" for n in range(1, 7)),
    *(f"LD{n}" for n in range(1, 8)),
]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("services/*/README.md")])


def rows() -> dict[str, list[str]]:
    """The cells of each row, by its id."""
    cells = [line.strip("| ").split(" | ") for line in REQUIREMENTS.read_text().splitlines() if line.startswith("| ")]
    return {row[0]: row[1:] for row in cells if re.fullmatch(r"(R|RR|AT|FC|LD)\d+", row[0])}


def test_every_requirement_has_its_row_in_order() -> None:
    assert list(rows()) == WANTED


@pytest.mark.parametrize("id_", WANTED)
def test_a_state_is_one_of_three_and_what_is_there_names_its_tests(id_: str) -> None:
    state, told = rows()[id_][1], " ".join(rows()[id_])
    assert state in {"shown", "partly", "not yet"}
    assert ("`tests/" in told) == (state != "not yet")


def test_every_test_that_is_named_exists() -> None:
    named = set(re.findall(r"`(tests/[^`]+)`", REQUIREMENTS.read_text()))
    assert named
    assert [path for path in sorted(named) if not (ROOT / path).is_file()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_links_to_is_there(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []
