"""What `make up` and `make down` promise: one stack on kept data, described in `stack.json`, and ended without a trace."""

import json
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pymongo
import pytest

from local import stack
from local.parts.names import SERVICES
from local.parts.ports import answers
from local.parts.processes import recorded
from local.waiting import eventually

pytestmark = pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning")  # what a detached stack is for


@pytest.fixture(scope="module")
def stay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("local")
    yield folder
    stack.down(folder)


@pytest.fixture
def folder(stay: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Where a stack is up, without services."""
    stack.up(stay, services=())
    return stay


def test_the_description_has_what_a_player_needs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads((folder / "stack.json").read_text())
    assert set(told) == {"broker", "topic_prefix", "services", "stores", "tokens", "clock", "settings"}
    assert answers(int(told["broker"].rpartition(":")[2]))
    assert set(told["services"]) == set(told["stores"]) == set(SERVICES)
    assert Path(told["clock"]).exists()
    shown = capsys.readouterr().out
    for role, agency, _ in stack.PEOPLE:
        assert told["tokens"][f"{role}@{agency}"] in shown
    assert f"{told['services']['review-registry']}/docs" in shown


def test_an_operator_asks_a_service_of_the_stack(folder: Path) -> None:
    assert stack.ask(folder, "review-registry", ["due"]) == 0
    assert stack.ask(folder, "review-registry", ["show", "nothing"]) == 1


def test_what_is_up_already_is_left_as_it_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parts = recorded(folder)
    stack.up(folder, services=())
    assert recorded(folder) == parts
    assert "The stack is already running." in capsys.readouterr().out


def test_what_lost_a_part_starts_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {part.name: part for part in recorded(folder)}
    before["broker"].send(signal.SIGKILL)
    eventually(lambda: not before["broker"].alive, what="the broker is gone")
    stack.up(folder, services=())
    assert "Some parts have stopped (broker)" in capsys.readouterr().out
    assert stack.is_up(folder)
    assert not before["store"].alive


def test_down_ends_all_of_it_and_may_be_said_twice(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parts = recorded(folder)
    stack.down(folder)
    assert not any(part.alive for part in parts)
    assert not stack.is_up(folder)
    stack.down(folder)
    assert "Nothing was running." in capsys.readouterr().out


def planted(folder: Path) -> int:
    """How many documents a test has put into the registry's store."""
    uri = json.loads((folder / "stack.json").read_text())["stores"]["review-registry"]
    with pymongo.MongoClient[dict[str, str]](uri) as client:
        return client.get_default_database()["planted"].count_documents({})


def test_what_was_there_is_there_after_down_and_up_and_gone_after_fresh(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uri = json.loads((folder / "stack.json").read_text())["stores"]["review-registry"]
    with pymongo.MongoClient[dict[str, str]](uri) as client:
        client.get_default_database()["planted"].insert_one({"_id": "kept"})
    stack.down(folder)
    stack.up(folder, services=())
    assert planted(folder) == 1
    monkeypatch.setattr(stack, "up", partial(stack.up, services=()))
    stack.fresh(folder)
    assert stack.is_up(folder)
    assert planted(folder) == 0
