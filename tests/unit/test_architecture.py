"""Who may import whom (docs/architecture.md "Pure rules"): the rules in pyproject.toml hold, and each one bites."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAYERS = "A service stands on the chassis"
PRODUCT = "The product imports no tests"
PURE = "Rules are pure"
CHASSIS_IN_DOMAIN = "Of the chassis, a domain imports"
ROOMS = "The rooms of the chassis"
STORE = "MongoDB is seen by the store alone"

CHASSIS = "services.chassis"
SERVICES = ("review_registry", "action_tracking", "feedback_capture", "learning_dissemination")
PLANTED = [
    *((f"services/{service}/planted.py", f"services.{other}", LAYERS) for service, other in pairwise((*SERVICES, SERVICES[0]))),
    *(("services/chassis/planted.py", f"services.{service}", LAYERS) for service in SERVICES),
    ("contracts/planted.py", "services.chassis", LAYERS),
    ("contracts/planted.py", "services.action_tracking", LAYERS),
    ("services/chassis/planted.py", "tests", PRODUCT),
    ("contracts/planted.py", "demo", PRODUCT),
    *((f"services/{service}/domain/planted.py", module, PURE)
      for service in SERVICES for module in ("motor.motor_asyncio", "fastapi", "time", "asyncio")),
    ("services/chassis/rules/decisions.py", "httpx", PURE),
    ("services/chassis/store/documents.py", "services.chassis.room", ROOMS),
    ("services/chassis/messaging/inbox.py", "services.chassis.http", ROOMS),
    *((f"services/{service}/domain/planted.py", module, CHASSIS_IN_DOMAIN)
      for service, module in zip(SERVICES, (f"{CHASSIS}.store.documents", f"{CHASSIS}.messaging.inbox") * 2, strict=True)),
    ("services/action_tracking/planted.py", "motor.motor_asyncio", STORE),
    ("services/chassis/messaging/relay.py", "motor", STORE),
]  # fmt: skip


def broken_rules(folder: Path) -> str:
    """What import-linter says of the packages in `folder`; empty when every rule is kept."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--config", "pyproject.toml"]
    answer = subprocess.run(command, cwd=folder, env={"COLUMNS": "200"}, capture_output=True, text=True, check=False)
    return "" if answer.returncode == 0 else answer.stdout + answer.stderr


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is said of each rule when all that is forbidden is planted."""
    folder = tmp_path_factory.mktemp("architecture")
    for package in ("contracts", "services"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "published"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    for where, module, _ in PLANTED:
        with (folder / where).open("a") as source:
            source.write(f"\nimport {module}\n")
    said, sections = broken_rules(folder).partition("Broken contracts")[2], {}
    begins = sorted((said.index(f"\n{rule}"), rule) for rule in (LAYERS, PRODUCT, ROOMS, PURE, CHASSIS_IN_DOMAIN, STORE))
    for (begin, rule), (end, _) in pairwise([*begins, (len(said), "")]):
        sections[rule] = said[begin:end]
    return sections


def test_every_rule_is_kept() -> None:
    assert broken_rules(ROOT) == ""


@pytest.mark.parametrize(
    ("where", "module", "rule"), PLANTED, ids=[f"{where} imports {module}" for where, module, _ in PLANTED]
)
def test_a_planted_import_breaks_its_rule(told: dict[str, str], where: str, module: str, rule: str) -> None:
    planted = where.removesuffix(".py").replace("/", ".")
    imported = module if module.startswith("services") else module.partition(".")[0]
    assert f"{planted} -> {imported} (" in told[rule]


ALLOWED_IN_DOMAIN = {*sys.stdlib_module_names, "pydantic", "contracts", "services"}
DOMAINS = sorted((ROOT / "services").glob("*/domain/**/*.py"))


def outsiders(source: str) -> set[str]:
    """The packages that a module imports and a domain may not."""
    imported: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module or "")
    return {name.partition(".")[0] for name in imported} - ALLOWED_IN_DOMAIN


@pytest.mark.parametrize("module", DOMAINS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_domain_imports_the_standard_library_pydantic_and_ours(module: Path) -> None:
    assert outsiders(module.read_text()) == set()


def test_any_other_package_is_told() -> None:
    assert outsiders("import json\nfrom pydantic import BaseModel\nfrom holidays import GB\nimport numpy.linalg") == {
        "holidays",
        "numpy",
    }


IMPURE = {
    "now", "today", "utcnow", "uuid1", "uuid4", "open", "read_text", "read_bytes", "write_text", "write_bytes", "mkdir",
    "unlink", "getenv", "urandom", "print", "input", "exec", "eval",
}  # fmt: skip
"""Calls that ask a clock, chance or the world, whatever they are imported from."""
WORLD = {"os", "pathlib", "io", "sys", "tempfile", "shutil", "logging"}
PURE_MODULES = [
    *DOMAINS,
    *sorted((ROOT / "services/chassis/rules").glob("*.py")),
]


def impurities(source: str) -> set[str]:
    """What a rule may not do: ask for the time, for chance or for the world, or wait for anything."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Await | ast.AsyncFunctionDef | ast.AsyncFor | ast.AsyncWith | ast.Global):
            found.add(type(node).__name__)
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            found |= {called} & IMPURE
        elif isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names} & WORLD
        elif isinstance(node, ast.ImportFrom):
            found |= {(node.module or "").partition(".")[0]} & WORLD | {alias.name for alias in node.names} & IMPURE
    return found


@pytest.mark.parametrize("module", PURE_MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_rule_asks_neither_clock_nor_chance_nor_the_world(module: Path) -> None:
    assert impurities(module.read_text()) == set()


@pytest.mark.parametrize(
    ("planted", "told"),
    [
        ("from datetime import datetime, UTC\ndef rule(): return datetime.now(UTC)", {"now"}),
        ("import datetime\ndef rule(): return datetime.date.today()", {"today"}),
        ("from uuid import uuid4", {"uuid4"}),
        ("import uuid\nid_ = uuid.uuid4()", {"uuid4"}),
        ("def rule(): return open('settings.yaml')", {"open"}),
        ("import os\nname = os.environ['NAME']", {"os"}),
        ("from pathlib import Path\ntext = Path('a').read_text()", {"pathlib", "read_text"}),
        ("async def rule(): await asked()", {"AsyncFunctionDef", "Await"}),
        ("def rule():\n    global seen\n    seen = 1", {"Global"}),
        ("def rule(state, given): return given.now, state.open, given.today", set()),
    ],
)
def test_what_is_no_rule_is_told(planted: str, told: set[str]) -> None:
    assert impurities(planted) == told


PACKAGES = ("domain", "commands", "reactions", "after_ring", "queries", "api")
NAMES = {"README.md", "__init__.py", "app.py", "kinds.py", "facts.py", *PACKAGES}
"""The contents of every service (docs/architecture.md "Layout"). Inside each package the files are named for aggregates."""


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_has_the_same_names(service: str) -> None:
    folder = ROOT / "services" / service
    assert {path.name for path in folder.iterdir() if path.name != "__pycache__"} == NAMES
    assert all((folder / package / "__init__.py").is_file() for package in PACKAGES)


def modules(root: Path) -> dict[str, str]:
    """Returns the source of each module of the product and of the local stack, by its name."""
    files = [file for package in ("contracts", "services", "local") for file in (root / package).rglob("*.py")]
    return {
        ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): file.read_text() for file in files
    }


def imports(sources: Mapping[str, str]) -> dict[str, set[str]]:
    """Returns the modules that each module imports, at any depth in its source, type-checking blocks included."""
    found: dict[str, set[str]] = {}
    for name, source in sources.items():
        named = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom) and node.module]
        both = {(f"{node.module}.{alias.name}", str(node.module)) for node in named for alias in node.names}
        found[name] = {full if full in sources else module for full, module in both} & sources.keys() - {name}
    return found


def circles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """Returns each group of modules that import each other in a circle."""
    reached = {name: set(graph[name]) for name in graph}
    changed = True
    while changed:
        changed = False
        for targets in reached.values():
            further = set[str]().union(*(reached[target] for target in targets)) - targets
            changed = changed or bool(further)
            targets.update(further)
    groups = {frozenset(each for each in reached[name] if name in reached[each]) for name in graph if name in reached[name]}
    return sorted(sorted(group) for group in groups)


def test_no_import_circle() -> None:
    assert circles(imports(modules(ROOT))) == []


def test_a_planted_circle_is_found_even_if_only_types_close_it() -> None:
    sources = {
        "a": "from b import B",
        "b": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from c import C",
        "c": "from a import A",
        "d": "from a import A",
    }
    assert circles(imports(sources)) == [["a", "b", "c"]]


def hides_imports(source: str) -> bool:
    """Returns whether a module hides imports from run time."""
    return any(isinstance(node, ast.Name) and node.id == "TYPE_CHECKING" for node in ast.walk(ast.parse(source)))


def test_no_module_hides_imports_behind_type_checking() -> None:
    assert [name for name, source in modules(ROOT).items() if hides_imports(source)] == []
    assert hides_imports("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import a")


BYPASSES = {"store", "state_of", "states_of", "aggregates", "find", "load"}
"""Names by which code would ask the store itself."""


def bypasses(source: str) -> set[str]:
    """Returns how a module reads past the one reading path."""
    tree = ast.parse(source)
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    return BYPASSES & (attributes | names)


@pytest.mark.parametrize(
    "module",
    sorted(file for door in ("queries", "api") for file in (ROOT / "services").glob(f"*/{door}/**/*.py")),
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_queries_and_routes_read_by_the_one_path(module: Path) -> None:
    assert bypasses(module.read_text()) == set()


@pytest.mark.parametrize("planted", ["x = room.store.find(KIND, {})", "from services.chassis.room.room import state_of"])
def test_a_read_past_the_one_path_is_found(planted: str) -> None:
    assert bypasses(planted) != set()


DOORS = ("api", "reactions", "after_ring", "commands", "queries")
FORBIDDEN_DOORS = {
    "queries": {"commands", "api", "reactions", "after_ring"},
    "commands": {"queries", "api", "reactions", "after_ring"},
    "reactions": {"queries", "api", "after_ring"},
    "after_ring": {"queries", "api", "reactions", "commands"},
    "api": {"reactions", "after_ring"},
    "kinds": set(DOORS) | {"facts"},
    "facts": set(DOORS),
    "domain": {*DOORS, "facts", "kinds"},
}
"""Rooms of a service that a room does not import."""


def opened(graph: Mapping[str, set[str]]) -> list[str]:
    """Returns the imports between rooms of a service that are not allowed."""
    found = []
    for module, targets in graph.items():
        parts = module.split(".")
        if parts[0] != "services" or len(parts) < 3 or parts[1] not in SERVICES:
            continue
        for target in targets:
            its = target.split(".")
            if its[:2] == parts[:2] and len(its) > 2 and its[2] in FORBIDDEN_DOORS.get(parts[2], ()):
                found.append(f"{module} -> {target}")
    return sorted(found)


def test_a_door_imports_no_other_door() -> None:
    assert opened(imports(modules(ROOT))) == []


def test_a_planted_door_is_found() -> None:
    planted = {
        "services.action_tracking.queries.actions": {"services.action_tracking.commands.actions"},
        "services.action_tracking.api.actions": {"services.action_tracking.queries.actions"},
    }
    assert opened(planted) == ["services.action_tracking.queries.actions -> services.action_tracking.commands.actions"]


CLIENTS = frozenset({"AIOKafkaProducer", "AIOKafkaConsumer", "AIOKafkaAdminClient", "KafkaBroker"})


def clients(source: str) -> set[str]:
    """Returns the clients of the broker that a module makes."""
    called = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return {getattr(func, "id", getattr(func, "attr", "")) for func in called} & CLIENTS


def test_every_client_of_the_broker_is_made_in_one_place() -> None:
    """Only there they get the login, the encryption and the client id."""
    makers = {str(path.relative_to(ROOT)): clients(path.read_text()) for path in (ROOT / "services").rglob("*.py")}
    assert {path: made for path, made in makers.items() if made} == {"services/chassis/messaging/connection.py": CLIENTS}


@pytest.mark.parametrize("planted", ["AIOKafkaProducer()", "x = aiokafka.AIOKafkaConsumer('topic')", "KafkaBroker('b:9092')"])
def test_a_client_that_is_made_elsewhere_is_found(planted: str) -> None:
    assert clients(planted)
