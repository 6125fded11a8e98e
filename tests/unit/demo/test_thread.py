"""Where an event hangs in the tree: below what caused it, and only where that is nowhere below what its data names."""

from datetime import UTC, datetime, timedelta
from typing import Any

from demo.thread import lines, parents
from local.partnership import POLICE, name_of

FINDING, OTHER, OBLIGATION, ACTION = (letter * 36 for letter in "fobc")
BEGIN = datetime(2026, 3, 2, 10, tzinfo=UTC)


def event(id_: str, name: str, aggregate: str, cause: str, minute: int, **data: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "type": f"learning.{name}.v1",
        "service": "action-tracking",
        "time": (BEGIN + timedelta(minutes=minute)).isoformat(),
        "aggregate": aggregate,
        "sequence": f"0001-{minute:010d}",
        "subject": aggregate,
        "cause": cause,
        "command": name,
        "roles": ["system"],
        "agency": "partnership",
        "data": data,
    }


RECORDED = event("1", "FindingRecorded", FINDING, "a-command", 1)
OPENED = event("2", "ObligationOpened", OBLIGATION, "1", 2, finding=FINDING)
LATER = event("3", "FindingRecorded", OTHER, "a-command", 3, review=FINDING)


def test_an_event_hangs_below_what_caused_it_whatever_its_data_names() -> None:
    answered = event("4", "ObligationAnswered", OBLIGATION, "1", 4, finding=OTHER)
    assert parents([RECORDED, OPENED, LATER, answered]) == {"1": None, "2": "1", "3": "1", "4": "1"}


def test_what_a_person_did_hangs_below_the_newest_that_its_data_names() -> None:
    agreed = event("4", "ActionAgreed", ACTION, "another-command", 4, obligations=[OBLIGATION], findings=[FINDING])
    assert parents([RECORDED, OPENED, LATER, agreed])["4"] == "2"
    assert parents([agreed, RECORDED])["4"] is None, "nothing hangs below what came after it"


def test_each_step_to_another_thing_is_a_column_further_in() -> None:
    told = lines([RECORDED, OPENED, event("4", "ObligationAnswered", OBLIGATION, "2", 4)])
    assert [line.count("|") for line in told] == [0, 1, 1]
    assert ["FindingRecorded" in told[0], "ObligationOpened" in told[1], "ObligationAnswered" in told[2]] == [True] * 3


def test_an_event_about_an_agency_shows_its_name() -> None:
    (line,) = lines([event("1", "ObligationOpened", OBLIGATION, "a-command", 1, agency=POLICE)])
    assert f"ObligationOpened  {name_of(POLICE)}  [" in line
