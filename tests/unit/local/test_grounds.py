"""The choice of a ground, and the reasons why one cannot be used here. None of these tests needs Docker."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from local.deployment import Deployment
from local.grounds import external
from local.grounds.ground import CONTAINERS, EMBEDDED, NotOnThisStack, missing
from local.parts.names import BROKER
from local.parts.processes import ROOT
from local.parts.store import Logins

NOWHERE = "unix:///nowhere/docker.sock"


def test_unknown_stack_is_refused_with_those_to_choose_from() -> None:
    with pytest.raises(RuntimeError, match=r"STACK=mainframe is unknown.*embedded, containers, external"):
        missing("mainframe")


def test_embedded_stack_is_never_missing() -> None:
    assert missing(EMBEDDED) == ""


@pytest.mark.parametrize(
    ("given", "lacking"), [({}, external.BROKER_ADDRESS), ({external.BROKER_ADDRESS: "127.0.0.1:1"}, external.STORE_ADDRESS)]
)
def test_external_stack_is_missing_until_each_address_is_given(
    given: dict[str, str], lacking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (external.BROKER_ADDRESS, external.STORE_ADDRESS):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert missing("external") == f"{lacking} is not set"


@pytest.mark.parametrize(
    ("stack", "reason"), [(CONTAINERS, "no Docker engine answers"), ("external", f"{external.BROKER_ADDRESS} is not set")]
)
def test_tests_are_skipped_with_the_reason_when_their_stack_is_missing(stack: str, reason: str) -> None:
    """Without Docker, or without addresses, `make test` on another stack succeeds and says that it showed nothing."""
    around = {name: value for name, value in os.environ.items() if not name.startswith(("EXTERNAL_", "PYTEST_"))}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "tests/journeys", "tests/kafka"]
    run = subprocess.run(
        command, cwd=ROOT, env=around | {"STACK": stack, "DOCKER_HOST": NOWHERE}, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout
    assert "SKIPPED" in run.stdout
    assert reason in run.stdout
    assert " passed" not in run.stdout


def test_embedded_broker_takes_no_settings(tmp_path: Path) -> None:
    with pytest.raises(NotOnThisStack, match="STACK=containers"):
        Deployment(tmp_path, broker_settings={"compression.type": "zstd"}, stack=EMBEDDED)


def test_only_the_embedded_stack_outlives_its_starter(tmp_path: Path) -> None:
    with pytest.raises(NotOnThisStack, match="only the embedded stack"):
        Deployment(tmp_path, detached=True, stack=CONTAINERS)


def test_external_deployments_share_no_topic_and_no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(external.BROKER_ADDRESS, "broker.example:9092")
    monkeypatch.setenv(external.STORE_ADDRESS, "mongodb://root:secret@store.example:27017/?replicaSet=rs0")
    first, second = (Deployment(tmp_path / name, stack="external") for name in ("first", "second"))
    assert first.broker_address == second.broker_address == "broker.example:9092"
    assert first.topic_prefix != second.topic_prefix
    assert first.topic_prefix.endswith(".")


def test_external_parts_cannot_be_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(external.BROKER_ADDRESS, "broker.example:9092")
    monkeypatch.setenv(external.STORE_ADDRESS, "mongodb://store.example:27017/")
    deployment = Deployment(tmp_path, links=True, stack="external")
    for act in (deployment.kill, deployment.freeze, deployment.stop_part, deployment.cut, deployment.hold):
        with pytest.raises(NotOnThisStack, match="external"):
            act(BROKER)
    with pytest.raises(NotOnThisStack, match="external"):
        deployment.lose_broker_data()


def test_login_has_the_name_of_its_database(tmp_path: Path) -> None:
    path = tmp_path / "logins.json"
    path.write_text('{"review-registry": "secret"}')
    logins = Logins(path, "run-1-")
    assert logins.missing(frozenset({"review-registry", "action-tracking"})) == ["action-tracking"]
    assert (
        logins.uri("review-registry", "a:1,b:2", "replicaSet=rs0")
        == "mongodb://run-1-review-registry:secret@a:1,b:2/run-1-review-registry?replicaSet=rs0"
    )
