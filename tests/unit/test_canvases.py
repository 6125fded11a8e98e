"""Each service's canvas (README.md) names all that the service has, and nothing that it has not."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType

import pytest

from contracts.events.catalogue import published_by, publisher
from local.openapi import settings_of_no_consequence
from services.action_tracking import app as action_tracking
from services.action_tracking import commands as action_commands
from services.action_tracking import reactions as action_reactions
from services.chassis.room.tables import Command, Reactions
from services.chassis.store.kinds import Kind, nothing_to_ring
from services.feedback_capture import app as feedback_capture
from services.feedback_capture import commands as feedback_commands
from services.feedback_capture import reactions as feedback_reactions
from services.learning_dissemination import app as learning_dissemination
from services.learning_dissemination import commands as learning_commands
from services.learning_dissemination import reactions as learning_reactions
from services.review_registry import app as review_registry
from services.review_registry import commands as review_commands
from services.review_registry import reactions as review_reactions

SERVICES = Path(__file__).parents[2] / "services"
PARTS: dict[str, tuple[ModuleType, ModuleType, ModuleType]] = {
    "review-registry": (review_registry, review_commands, review_reactions),
    "action-tracking": (action_tracking, action_commands, action_reactions),
    "feedback-capture": (feedback_capture, feedback_commands, feedback_reactions),
    "learning-dissemination": (learning_dissemination, learning_commands, learning_reactions),
}
Sections = Mapping[str, frozenset[str]]


def told(canvas: str, section: str) -> frozenset[str]:
    """The rows of a section's table: what stands in backticks in every cell but the last, which is prose."""
    lines = canvas.partition(f"\n## {section}\n")[2].partition("\n## ")[0].splitlines()
    cells = (line.strip("| ").split(" | ") for line in lines if line.startswith("| `"))
    return frozenset(" ".join(re.findall(r"`([^`]+)`", " ".join(row[:-1]))) for row in cells)


def faults(canvas: str, has: Sections) -> list[str]:
    """Every thing that the canvas does not name, or that only the canvas has."""
    return [
        f"{section}: {row} is {'missing' if row in real else 'invented'}"
        for section, real in has.items()
        for row in sorted(real ^ told(canvas, section))
    ]


def canvas_of(service: str) -> str:
    return (SERVICES / service.replace("-", "_") / "README.md").read_text()


def rows_of(commands: Iterable[Command]) -> frozenset[str]:
    return frozenset(" ".join((f"POST {each.path}", each.name, *sorted(each.may))) for each in commands)


@pytest.fixture(scope="module", params=PARTS)
def service(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def has(service: str, tmp_path_factory: pytest.TempPathFactory) -> Sections:
    """What the service has in truth, section by section."""
    app, tables, listening = PARTS[service]
    commands: tuple[Command, ...] = tables.COMMANDS
    kinds: tuple[Kind, ...] = tables.KINDS
    reactions: Reactions = listening.REACTIONS
    paths = app.build(settings_of_no_consequence(tmp_path_factory.mktemp("app"))).app.openapi()["paths"]
    routes = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    domain = (SERVICES / service.replace("-", "_") / "domain").glob("*.py")
    return {
        "Owns": frozenset(kind.name for kind in kinds),
        "Commands": rows_of(commands),
        "Queries and operations": frozenset(routes - {f"POST {each.path}" for each in commands}),
        "Events out": frozenset(event.__name__ for event in published_by(service)),
        "Events in": frozenset(f"{event.__name__} {publisher(event)}" for event in reactions),
        "Alarms": frozenset(kind.name for kind in kinds if kind.ring is not nothing_to_ring),
        "Rules": frozenset(f"domain/{path.name}" for path in domain if path.name != "__init__.py"),
    }


def test_a_canvas_names_all_there_is_and_nothing_else(service: str, has: Sections) -> None:
    assert faults(canvas_of(service), has) == []


@pytest.mark.parametrize(
    "section", ["Owns", "Commands", "Queries and operations", "Events out", "Events in", "Alarms", "Rules"]
)
def test_what_is_missing_or_invented_is_told(service: str, has: Sections, section: str) -> None:
    """Planted: the first row of a section is put under another name, so that one is missing and one invented."""
    assert has[section], "nothing to plant"
    head, title, rest = canvas_of(service).partition(f"\n## {section}\n")
    planted = head + title + rest.replace("\n| `", "\n| `planted-", 1)
    found = faults(planted, has)
    assert len(found) == 2
    assert all(fault.startswith(f"{section}: ") for fault in found)
    assert {fault.rsplit(" ", 1)[1] for fault in found} == {"missing", "invented"}
    assert any("planted-" in fault and fault.endswith("invented") for fault in found)
