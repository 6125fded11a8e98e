"""A running review keeps the edition of the settings that it was opened under, until somebody moves it (RR1)."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from contracts.framework.document import Framework, ReviewType
from local.partnership import COUNCIL
from services.chassis.store.editions import AnotherEdition
from tests.builders.review_registry import finding
from tests.component.harness import Component
from tests.service.calling import done, refused
from tests.service.review_registry.steps import brought, opened

TYPE = "lcspr"
CLOCK = "lcspr-complete-publish"


def changed(framework: Framework, **changes: Any) -> Framework:
    """Returns the next edition of the settings, with these changes."""
    return framework.model_copy(update={"edition": framework.edition + 1} | changes)


def with_type(framework: Framework, change: Callable[[ReviewType], ReviewType | None]) -> Framework:
    """Returns the next edition, with another type of review, or without it."""
    types = [each for each in (change(it) if it.code == TYPE else it for it in framework.review_types) if each]
    return changed(framework, review_types=tuple(types))


def without_type(framework: Framework) -> Framework:
    return with_type(framework, lambda type_: None)


def without_stage(framework: Framework) -> Framework:
    return with_type(framework, lambda type_: type_.model_copy(update={"stages": ("screening", "closure")}))


def with_shorter_clock(framework: Framework) -> Framework:
    clocks = tuple(each.model_copy(update={"length": 1} if each.code == CLOCK else {}) for each in framework.clocks)
    return changed(framework, clocks=clocks)


def without_council(framework: Framework) -> Framework:
    return changed(framework, agencies=tuple(each for each in framework.agencies if each.code != COUNCIL))


EDITIONS = (without_type, without_stage, with_shorter_clock, without_council)


@pytest.fixture
def original(registry: Component) -> Iterator[Framework]:
    """The settings in force. After the test they are in force again, with nothing stored."""
    yield registry.framework
    registry.empty()


@pytest.mark.parametrize("edition", EDITIONS)
def test_new_edition_neither_breaks_nor_moves_nor_silences_a_running_review(
    edition: Callable[[Framework], Framework], original: Framework, registry: Component
) -> None:
    review, unit = brought(registry, "led", TYPE), registry("business-unit")
    before = done(unit.get(f"/reviews/{review}"))
    registry.restart_under(edition(original))
    registry.drain()
    assert done(unit.get(f"/reviews/{review}")) == before
    done(unit.get(f"/reviews/{review}/gates/stage"))
    done(unit.get("/reviews"))
    done(unit.get("/waiting"))
    done(registry("agency-lead", agency=COUNCIL).get(f"/reviews/{review}"))
    registry.clock.advance(timedelta(days=220))
    registry.drain()
    clocks = {each.event.clock for each in registry.emitted(review) if type(each.event).__name__ == "StatutoryClockMissed"}  # type: ignore[attr-defined]
    assert clocks == {CLOCK}


def test_new_review_runs_under_the_edition_in_force(original: Framework, registry: Component) -> None:
    registry.restart_under(changed(original))
    review = opened(registry("business-unit"))
    assert done(registry("business-unit").get(f"/reviews/{review}"))["edition"] == original.edition + 1


def test_review_moves_to_another_edition_by_a_recorded_decision(original: Framework, registry: Component) -> None:
    review = brought(registry, "led", TYPE)
    registry.restart_under(with_shorter_clock(original))
    body = {"edition": original.edition + 1, "reason": "The guidance changed, and the partners agreed to follow it."}
    moved = done(registry("decider").post(f"/reviews/{review}/edition", body))
    assert moved["edition"] == original.edition + 1
    assert [(each["from_edition"], each["to_edition"]) for each in moved["rebased"]] == [(1, 2)]
    before = next(each for each in moved["clocks"] if each["clock"] == CLOCK)
    back = {"edition": original.edition, "reason": "The partners decided to finish it as it began."}
    after = done(registry("decider").post(f"/reviews/{review}/edition", back))
    assert before["due"] < next(each for each in after["clocks"] if each["clock"] == CLOCK)["due"]
    assert len(after["rebased"]) == 2


@pytest.mark.parametrize(
    ("edition", "code"), [(without_type, "edition/no-type"), (without_stage, "edition/no-stage"), (changed, "edition/same")]
)
def test_review_does_not_move_to_an_edition_that_cannot_carry_it(
    edition: Callable[[Framework], Framework], code: str, original: Framework, registry: Component
) -> None:
    review = brought(registry, "led", TYPE)
    registry.restart_under(edition(original))
    to = original.edition if code == "edition/same" else original.edition + 1
    body = {"edition": to, "reason": "We would like to follow the new settings."}
    assert refused(registry("decider").post(f"/reviews/{review}/edition", body), 409) == [(code, "edition")]
    assert refused(registry("decider").post(f"/reviews/{review}/edition", body | {"edition": 77}), 409) == [
        ("edition/unknown", "edition")
    ]


def test_settings_that_changed_without_their_edition_are_refused(original: Framework, registry: Component) -> None:
    with pytest.raises(AnotherEdition, match="raise `edition`"):
        registry.restart_under(changed(original, edition=original.edition, themes=original.themes[:3]))


def test_process_that_does_not_know_an_edition_yet_asks_to_try_again(original: Framework, registry: Component) -> None:
    """An older process beside a newer one learns the edition within seconds."""
    registry.restart_under(changed(original))
    review, lead = brought(registry, "led", TYPE), registry("lead-reviewer", agency="independent", person_ref="p-lead")
    registry.room.framework, registry.room.editions = original, {}
    refused(lead.post(f"/reviews/{review}/findings", finding()), 503)
    registry.drain()
    assert refused(lead.post(f"/reviews/{review}/findings", finding()), 409) == [("review/too-early", "")]
