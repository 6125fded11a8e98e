"""What is published is what the models say now, and `python -m contracts.publishing.publish --check` tells when it is not."""

from pathlib import Path

import pytest

from contracts.publishing import publish
from contracts.publishing.publish import PUBLISHED, documents, stale, write


def test_what_is_published_is_up_to_date() -> None:
    assert stale(documents(), PUBLISHED) == []


def test_every_kind_of_staleness_is_told(tmp_path: Path) -> None:
    made = {"a.json": "1", "b.json": "2", "below/c.json": "3", "d.json": "4"}
    write(made, tmp_path)
    assert stale(made, tmp_path) == []
    (tmp_path / "a.json").write_text("0")
    (tmp_path / "b.json").unlink()
    (tmp_path / "below" / "left.json").write_text("")
    (tmp_path / "left.json").write_text("")
    assert sorted(stale(made, tmp_path)) == [
        "a.json: is stale",
        "b.json: is missing",
        "below/left.json: no model makes this file",
        "left.json: no model makes this file",
    ]


def test_what_somebody_else_publishes_in_a_folder_of_its_own_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "openapi").mkdir()
    (tmp_path / "openapi" / "a-service.json").write_text("{}")
    assert stale({}, tmp_path) == []


def test_the_check_writes_nothing_and_ends_with_one_until_it_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(publish, "PUBLISHED", tmp_path)
    assert publish.main(["--check"]) == 1
    assert not list(tmp_path.iterdir())
    assert "contracts/published/asyncapi.yaml: is missing" in capsys.readouterr().err
    assert publish.main([]) == 0
    assert publish.main(["--check"]) == 0
