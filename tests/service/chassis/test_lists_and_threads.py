"""Lists in pages by cursor; the story of a thread from history; the settings in force; health."""

import re
from typing import Any
from uuid import uuid4

from local.partnership import FRAMEWORK
from local.waiting import eventually
from tests.builders.review_registry import scope
from tests.service.calling import Caller, People, done, refused
from tests.service.review_registry.found import found
from tests.service.review_registry.steps import brought

THEME = "history-not-used"


def story_of(caller: Caller, thread: str, events: int) -> list[dict[str, Any]]:
    """The thread, once so many of its events are filed."""

    def told() -> list[dict[str, Any]] | None:
        response = caller.get(f"/threads/{thread}")
        story: list[dict[str, Any]] = response.json() if response.status_code == 200 else []
        return story if len(story) >= events else None

    return eventually(told, what=f"{events} events are in history")


def pages(caller: Caller, path: str, **params: object) -> list[list[str]]:
    """The ids of each page, following the links."""
    response = caller.get(path, **params)
    found = [[str(each["id"]) for each in response.json()]]
    while link := response.headers.get("link"):
        following = re.fullmatch(r'<([^>]+)>; rel="next"', link)
        assert following
        response = caller.client.get(following.group(1), headers=caller.headers())
        found.append([str(each["id"]) for each in response.json()])
    return found


def test_a_list_is_walked_page_by_page_with_nothing_twice_and_nothing_left_out(registry: People, unit: Caller) -> None:
    agency = "prisons-secure-estate"
    made = set()
    for _ in range(5):
        review = brought(registry, "in scoping")
        done(unit.post(f"/reviews/{review}/scope", scope(agency)))
        made.add(review)
    walked = pages(unit, "/reviews", limit=2, agency=agency)
    assert [len(page) for page in walked] == [2, 2, 1]
    assert {id_ for page in walked for id_ in page} == made
    assert len(pages(unit, "/reviews", limit=200, agency=agency)) == 1


def test_a_list_shows_what_matches_and_nothing_else(registry: People, unit: Caller) -> None:
    drafted = brought(registry, "in findings")
    confirmed, _ = found(registry, THEME)
    in_findings = {each["id"] for each in unit.get("/reviews", stage="findings", theme=THEME, limit=200).json()}
    assert confirmed in in_findings
    assert drafted not in in_findings, "a theme of a draft finding is nobody's to search by"
    assert unit.get("/reviews", stage="rapid-review").json() == []


def test_a_thread_is_told_from_history_with_what_caused_what(registry: People, unit: Caller) -> None:
    review = brought(registry, "in scoping")
    story = story_of(unit, review, 2)
    assert [(each["type"], each["command"]) for each in story] == [
        ("learning.ReviewOpened.v1", "OpenReview"),
        ("learning.ReviewStageChanged.v1", "MoveOn"),
    ]
    assert [(each["roles"], each["agency"]) for each in story] == [(["business-unit"], "partnership")] * 2
    assert story[1]["data"] == {"review": review, "from_stage": "screening", "to_stage": "scoping"}


def test_a_thread_that_nobody_knows_is_not_found(unit: Caller) -> None:
    refused(unit.get(f"/threads/{uuid4()}"), 404)
    refused(unit.get("/threads/not-an-id"), 422)


def test_the_settings_in_force_are_there_for_every_agency(registry: People) -> None:
    shown = done(registry("agency-lead", agency="cafcass").get("/framework"))
    assert shown == FRAMEWORK.model_dump(mode="json")


def test_health_is_told_to_anybody_and_says_nothing_else(registry: People) -> None:
    assert done(registry.client.get("/health/ready")) == {"store": "answers", "broker": "answers"}
    assert set(done(registry.client.get("/health/live"))["loops"]) >= {"sweep", "relay"}
