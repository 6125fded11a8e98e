"""What the pages tell people to type is there: tasks, targets, settings, metrics, tests and headings."""

import re
import shlex
from pathlib import Path

import pytest

from services.chassis.operators.console import TASKS, read_arguments
from services.chassis.settings import Settings

ROOT = Path(__file__).parents[2]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
PAGES = {page: page.read_text() for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))}
EVERYTHING = "\n".join(PAGES.values())
TARGETS = set(re.findall(r"^([a-z]+):.* ## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
ASKED = sorted(set(re.findall(r"`python -m services\.(\w+)\.app (\w[^`.]*)`", EVERYTHING)))


def section(heading: str) -> str:
    return OPERATIONS.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize(("service", "task"), ASKED)
def test_a_task_that_is_named_can_be_asked(service: str, task: str) -> None:
    assert read_arguments(service, shlex.split(task)).task in TASKS
    assert (ROOT / "services" / service / "app.py").is_file()


def test_every_task_is_explained_where_they_are_listed() -> None:
    rows = r"^\| `python -m services\.review_registry\.app (\w+)"
    assert set(re.findall(rows, section("Asking a service"), re.MULTILINE)) == set(TASKS)


def test_every_metric_is_explained() -> None:
    source = (ROOT / "services" / "chassis" / "telemetry" / "metrics.py").read_text()
    explained = re.findall(r"^\| `(learning\.[a-z._]+)`", OPERATIONS, re.MULTILINE)
    assert set(explained) == set(re.findall(r'"(learning\.[a-z._]+)"', source))


def test_every_target_that_is_named_exists() -> None:
    named = set(re.findall(r"`make ([a-z]+)[ `]", EVERYTHING)) | set(re.findall(r"^make ([a-z]+)", EVERYTHING, re.MULTILINE))
    assert named > {"demo", "test", "up", "ask"}
    assert named - TARGETS == set()


def test_every_setting_that_is_named_exists() -> None:
    named = set(re.findall(r"`LEARNING_([A-Z_]+)`", EVERYTHING))
    assert named
    assert {name.lower() for name in named} - Settings.model_fields.keys() == set()


def test_every_test_that_operations_name_exists() -> None:
    named = set(re.findall(r"`(tests/[^`]+)`", OPERATIONS))
    assert named
    assert [path for path in sorted(named) if not (ROOT / path).is_file()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_heading_that_a_page_leads_to_exists(page: Path) -> None:
    text = PAGES[page]
    lines = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    headings = {re.sub(r"[^a-z0-9 -]", "", line.lower()).replace(" ", "-") for line in lines}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) - headings == set()
