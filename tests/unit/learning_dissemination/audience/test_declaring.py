"""Declaring a segment's head-count and learning needs (LD3)."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.chassis.rules.access import labels_of, may_read
from services.chassis.rules.decisions import Actor, Refused
from services.learning_dissemination.domain.audience.declaring import KEPT, DeclareAudience, declare_audience
from services.learning_dissemination.domain.audience.state import Audience, Declared, audience_id, keys, readers
from tests.builders.given import MONDAY, actor, at
from tests.builders.learning_dissemination import CHAIR, COUNCIL, COUNCIL_LEAD, POLICE, POLICE_LEAD, UNIT, codes

TODAY = MONDAY.date()


def declaring(**changes: Any) -> DeclareAudience:
    command = DeclareAudience(
        agency="police", professional_group="police-response", head_count=40, as_at=TODAY, needs=("neglect",)
    )
    return command.model_copy(update=changes)


def declared(state: Audience | None = None, who: Actor = UNIT, **changes: Any) -> Audience:
    return declare_audience(state, declaring(**changes), at(who=who, id_=audience_id(POLICE))).state


@pytest.mark.parametrize(
    ("who", "may"),
    [
        (UNIT, True),
        (POLICE_LEAD, True),
        (COUNCIL_LEAD, False),
        (CHAIR, False),
        (actor("business-unit", "police"), False),
        (actor("contributor", "police"), False),
    ],
)
def test_audience_is_declared_by_own_lead_or_business_unit(who: Actor, *, may: bool) -> None:
    if may:
        assert declared(who=who).declared == Declared(head_count=40, as_at=TODAY)
        return
    with pytest.raises(Refused) as caught:
        declared(who=who)
    assert codes(caught.value) == ["audience/not-your-agency"]


def test_audience_id_is_one_per_segment() -> None:
    assert audience_id(POLICE) == audience_id(POLICE) != audience_id(COUNCIL)


def test_declaration_refusal_gives_every_reason() -> None:
    with pytest.raises(Refused) as caught:
        declared(
            who=COUNCIL_LEAD,
            agency="nobody",
            professional_group="king",
            as_at=TODAY + timedelta(days=1),
            needs=("neglect", "nothing"),
        )
    assert sorted((reason.code, reason.path) for reason in caught.value.reasons) == [
        ("audience/as-at-ahead", "as_at"),
        ("audience/not-your-agency", "agency"),
        ("audience/unknown-theme", "needs/1"),
        ("segment/unknown-code", "agency"),
        ("segment/unknown-code", "professional_group"),
    ]


def test_later_declaration_keeps_the_earlier_head_count() -> None:
    first = declared(as_at=TODAY - timedelta(days=30))
    then = declared(first, head_count=44, needs=("information-sharing", "information-sharing"))
    assert then.declared == Declared(head_count=44, as_at=TODAY)
    assert then.earlier == (Declared(head_count=40, as_at=TODAY - timedelta(days=30)),)
    assert then.needs == ("information-sharing",)
    assert keys(then)["needs"] == ["information-sharing"]


def test_declaration_is_refused_when_a_later_one_exists() -> None:
    with pytest.raises(Refused) as caught:
        declared(declared(), as_at=TODAY - timedelta(days=1))
    assert codes(caught.value) == ["audience/known-better"]


def test_declaration_with_the_same_head_count_keeps_no_earlier_one() -> None:
    assert declared(declared()) == declared()
    assert declared(declared(), needs=()).earlier == ()


def test_audience_keeps_the_last_twenty_head_counts() -> None:
    state = declared(as_at=date(2025, 1, 1), head_count=0)
    for number in range(1, 31):
        state = declared(state, as_at=date(2025, 1, 1) + timedelta(days=number), head_count=number)
    assert [each.head_count for each in state.earlier] == list(range(10, 30))
    assert len(state.earlier) == KEPT


@pytest.mark.parametrize(
    ("who", "sees"),
    [(POLICE_LEAD, True), (UNIT, True), (actor("inspector", "independent"), True), (actor("decider", "council"), True),
     (COUNCIL_LEAD, False)],
)  # fmt: skip
def test_audience_is_known_to_its_agency_and_the_partnership(who: Actor, *, sees: bool) -> None:
    assert may_read(labels_of(who), readers(declared())) is sees
