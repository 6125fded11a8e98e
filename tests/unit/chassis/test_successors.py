"""People act for their own agency, and for those whose duties it took over once they have ended."""

from datetime import date

import pytest

from contracts.framework.document import Agency
from services.chassis.rules.access import at, labels_of, of_agency, person_at
from services.chassis.rules.agencies import also_acts_for, answers_for, exist_on
from services.chassis.rules.decisions import Actor
from tests.builders.given import FRAMEWORK

LAST = date(2027, 3, 31)
AGENCIES = (
    Agency(code="east", name="East", to_day=LAST, successor="middle"),
    Agency(code="west", name="West", to_day=LAST, successor="middle"),
    Agency(code="middle", name="Middle", from_day=date(2027, 4, 1), to_day=date(2028, 3, 31), successor="whole"),
    Agency(code="whole", name="Whole", from_day=date(2028, 4, 1)),
    Agency(code="closing", name="Closing", to_day=LAST),
)
MERGING = FRAMEWORK.model_copy(update={"agencies": AGENCIES})


@pytest.mark.parametrize(
    ("day", "middle", "whole", "there"),
    [
        (LAST, set(), set(), {"east", "west", "closing"}),
        (date(2027, 4, 1), {"east", "west"}, set(), {"middle"}),
        (date(2028, 4, 1), {"east", "west"}, {"east", "west", "middle"}, {"whole"}),
    ],
)
def test_duties_pass_on_once_an_agency_has_ended(day: date, middle: set[str], whole: set[str], there: set[str]) -> None:
    assert MERGING.succeeded("middle", day) == middle
    assert MERGING.succeeded("whole", day) == whole
    assert exist_on(MERGING, day) == there
    assert answers_for("middle", "east", MERGING, day) is ("east" in middle)
    assert answers_for("east", "east", MERGING, day)


def test_people_of_an_agency_and_of_its_successor_are_on_one_side() -> None:
    """A token with the old code does not judge what the new agency owns, nor the other way round."""
    assert also_acts_for("east", MERGING, LAST) == set()
    after = date(2027, 4, 1)
    assert also_acts_for("middle", MERGING, after) == {"east", "west"}
    assert also_acts_for("east", MERGING, after) == {"middle", "west"}
    assert also_acts_for("closing", MERGING, after) == set()
    assert also_acts_for("east", MERGING, date(2028, 4, 1)) == {"whole", "middle", "west"}


def test_successor_carries_the_labels_of_the_agencies_it_took_over() -> None:
    lead = Actor(frozenset({"agency-lead"}), "middle", "p-lead", frozenset({"east"}))
    labels = labels_of(lead)
    for agency in ("middle", "east"):
        assert {of_agency(agency), at("agency-lead", agency), person_at("p-lead", agency)} <= labels
    assert of_agency("west") not in labels
    assert labels_of(Actor(lead.roles, "middle", "p-lead")) < labels
