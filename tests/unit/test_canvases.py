"""The canvas of each service (README.md) names everything that the service has, and nothing else."""

import re
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from contracts.events.catalogue import published_by, publisher
from local.openapi import settings
from local.parts.names import SERVICES
from services.chassis.room.tables import Command, Reactions
from services.chassis.store.kinds import Kind, nothing_to_ring

FOLDER = Path(__file__).parents[2] / "services"


def room(service: str, name: str) -> ModuleType:
    """Returns a room of a service, such as its commands."""
    return import_module(f"services.{service.replace('-', '_')}.{name}")


Sections = Mapping[str, frozenset[str]]


def rows(canvas: str, section: str) -> frozenset[str]:
    """Returns the rows of a section's table: the words in backticks of each cell but the last, which is prose."""
    lines = canvas.partition(f"\n## {section}\n")[2].partition("\n## ")[0].splitlines()
    cells = (line.strip("| ").split(" | ") for line in lines if line.startswith("| `"))
    return frozenset(" ".join(re.findall(r"`([^`]+)`", " ".join(row[:-1]))) for row in cells)


def faults(canvas: str, has: Sections) -> list[str]:
    """Returns each thing that the canvas leaves out, and each that only the canvas has."""
    return [
        f"{section}: {row} is {'missing' if row in real else 'invented'}"
        for section, real in has.items()
        for row in sorted(real ^ rows(canvas, section))
    ]


def canvas_of(service: str) -> str:
    return (FOLDER / service.replace("-", "_") / "README.md").read_text()


def rows_of(commands: Iterable[Command]) -> frozenset[str]:
    return frozenset(" ".join((f"POST {each.path}", each.name, *sorted(each.may))) for each in commands)


@pytest.fixture(scope="module", params=SERVICES)
def service(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def has(service: str, tmp_path_factory: pytest.TempPathFactory) -> Sections:
    """Returns what the service really has, section by section."""
    commands: tuple[Command, ...] = room(service, "commands").COMMANDS
    kinds: tuple[Kind, ...] = room(service, "kinds").KINDS
    reactions: Reactions = room(service, "reactions").REACTIONS
    paths = room(service, "app").build(settings(service, tmp_path_factory.mktemp("app"))).app.openapi()["paths"]
    routes = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    folder = FOLDER / service.replace("-", "_")
    rules = (path.relative_to(folder) for path in (folder / "domain").rglob("*.py") if path.name != "__init__.py")
    return {
        "Owns": frozenset(kind.name for kind in kinds),
        "Commands": rows_of(commands),
        "Queries and operations": frozenset(routes - {f"POST {each.path}" for each in commands}),
        "Events out": frozenset(event.__name__ for event in published_by(service)),
        "Events in": frozenset(f"{event.__name__} {publisher(event)}" for event in reactions),
        "Alarms": frozenset(kind.name for kind in kinds if kind.ring is not nothing_to_ring),
        "Rules": frozenset(path.as_posix() for path in rules),
    }


def test_a_canvas_names_all_there_is_and_nothing_else(service: str, has: Sections) -> None:
    assert faults(canvas_of(service), has) == []


@pytest.mark.parametrize(
    "section", ["Owns", "Commands", "Queries and operations", "Events out", "Events in", "Alarms", "Rules"]
)
def test_a_canvas_row_that_is_missing_or_invented_is_found(service: str, has: Sections, section: str) -> None:
    """Planted: the first row of a section has another name, so that one is missing and one is invented."""
    assert has[section], "nothing to plant"
    head, title, rest = canvas_of(service).partition(f"\n## {section}\n")
    planted = head + title + rest.replace("\n| `", "\n| `planted-", 1)
    found = faults(planted, has)
    assert len(found) == 2
    assert all(fault.startswith(f"{section}: ") for fault in found)
    assert {fault.rsplit(" ", 1)[1] for fault in found} == {"missing", "invented"}
    assert any("planted-" in fault and fault.endswith("invented") for fault in found)
