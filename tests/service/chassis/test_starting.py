"""A service that is told something wrong does not start, and says everything that is wrong at once."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from local.deployment import Deployment
from local.partnership import FRAMEWORK_FILE
from local.parts.processes import ROOT
from local.parts.service import service_command, service_environment

SERVICE = "review-registry"
NEEDED = (
    "STORE", "BROKER", "BROKER_TLS", "BROKER_LOGIN", "FRAMEWORK", "PUBLIC_URL", "SERVICE_URLS", "ISSUER",
    "AUDIENCE", "JWKS", "KEYS",
)  # fmt: skip


def refuses(environment: Mapping[str, str]) -> str:
    """What it says as it ends."""
    ended = subprocess.run(
        service_command(SERVICE), env=environment, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
    )
    assert ended.returncode == 1, ended.stderr
    assert "Traceback" not in ended.stderr
    assert f"{SERVICE} cannot start" in ended.stderr
    return ended.stderr


@pytest.fixture
def environment(deployment: Deployment) -> dict[str, str]:
    """One that it starts with."""
    return deployment.environment(f"{SERVICE}#never")


def test_every_missing_variable_is_named() -> None:
    said = refuses(service_environment({}))
    assert all(f"LEARNING_{name}: " in said for name in NEEDED)
    assert len(said.splitlines()) == 1 + len(NEEDED)


def test_production_takes_nothing_that_is_for_trying_out(environment: dict[str, str]) -> None:
    said = refuses(environment | {"LEARNING_PROFILE": "production"})
    assert {line.split(":")[0].strip() for line in said.splitlines()[1:]} == {
        "LEARNING_ISSUER",
        "LEARNING_JWKS",
        "LEARNING_CLOCK",
        "LEARNING_SPANS",
        "LEARNING_STORE",
        "LEARNING_BROKER_TLS",
        "LEARNING_BROKER_LOGIN",
        "LEARNING_GROUP_SESSION_SECONDS",
    }


def test_a_wrong_settings_document_names_every_fault(environment: dict[str, str], tmp_path: Path) -> None:
    wrong = tmp_path / "framework.yaml"
    text = (
        FRAMEWORK_FILE.read_text().replace("unit: calendar-months", "unit: moons", 1).replace("edition: 1\n", "edition: 0\n", 1)
    )
    wrong.write_text(text.replace("independence: full", "independence: total", 1))
    said = refuses(environment | {"LEARNING_FRAMEWORK": str(wrong)})
    assert "3 faults" in said
    for place in ("edition", "clocks.lcspr-complete-publish.unit", "review_types.lcspr.independence"):
        assert f": {place}: " in said


@pytest.mark.parametrize("address", ["nonsense", "mongodb://store.example", "mongodb://user:hunter2@:x/registry"])
def test_a_store_that_is_none_is_named_without_its_password(address: str, environment: dict[str, str]) -> None:
    said = refuses(environment | {"LEARNING_STORE": address})
    assert "LEARNING_STORE" in said
    assert "hunter2" not in said


@pytest.mark.parametrize("name", ["KEYS", "JWKS"])
def test_a_file_of_keys_that_is_none_is_told_without_a_word_of_it(
    name: str, environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "keys.json").write_text('{"hunter2": "hunter2"}')
    said = refuses(environment | {f"LEARNING_{name}": str(tmp_path / "keys.json")})
    assert "hunter2" not in said
    assert "keys" in said
