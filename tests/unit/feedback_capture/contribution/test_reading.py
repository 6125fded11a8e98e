"""Readers of a contribution, and what they see of it (FC2)."""

from hypothesis import given
from hypothesis import strategies as st

from contracts.vocabulary.roles import PARTNERSHIP
from services.chassis.rules.decisions import Actor
from services.feedback_capture.domain.contribution.state import Contribution, keys, labels_in, threads
from services.feedback_capture.domain.involvement.state import Involvement
from services.feedback_capture.kinds import CONTRIBUTION
from services.feedback_capture.queries.contributions import contribution_shown
from tests.builders.feedback_capture import (
    CHAIR,
    FACILITATOR,
    MANAGER,
    OTHER_FACILITATOR,
    POLICE_FACILITATOR,
    PRACTITIONER,
    UNIT,
    also_heard_by_police,
    at,
    contributed,
    offered,
    reads,
)
from tests.builders.given import actor

ROLES = ("business-unit", "decider", "scrutineer", "agency-lead", "contributor", "practitioner", "facilitator", "inspector")


def readable(contribution: Contribution, involvement: Involvement, who: Actor) -> bool:
    """Returns true if the person may read it as a route reads it, with the labels that an involvement gives them."""
    return reads(CONTRIBUTION, contribution, who, *labels_in(involvement, who))


def test_contribution_is_read_by_its_few_readers_only() -> None:
    said, involvement = contributed(), offered()
    assert all(readable(said, involvement, each) for each in (UNIT, FACILITATOR, PRACTITIONER))
    others = (OTHER_FACILITATOR, POLICE_FACILITATOR, MANAGER, CHAIR, actor("decider", "police"), actor("scrutineer"))
    elsewhere = actor("practitioner", "council", PRACTITIONER.person_ref)
    for other in (*others, elsewhere, actor("business-unit", "police")):
        assert not readable(said, involvement, other)
        assert not reads(CONTRIBUTION, said, other)


def test_contribution_is_read_by_a_facilitator_named_later() -> None:
    said = contributed(who=UNIT)
    assert not reads(CONTRIBUTION, said, FACILITATOR)
    assert readable(said, offered(), FACILITATOR)


@given(st.frozensets(st.sampled_from(ROLES)), st.sampled_from([FACILITATOR.person_ref, UNIT.person_ref, "somebody"]))
def test_contribution_is_hidden_from_the_contributors_agency(roles: frozenset[str], person_ref: str) -> None:
    colleague = Actor(roles, "police", person_ref)
    assert not readable(contributed(), also_heard_by_police(offered()), colleague)


@given(st.frozensets(st.sampled_from(ROLES)), st.sampled_from(["police", "council", PARTNERSHIP]))
def test_contribution_shown_names_no_one(roles: frozenset[str], agency: str) -> None:
    shown = contribution_shown(contributed(), at(who=Actor(roles, agency, "somebody"))).model_dump_json()
    assert PRACTITIONER.person_ref not in shown
    assert "police" not in shown


def test_contribution_belongs_to_its_own_thread_only() -> None:
    said = contributed()
    assert threads(said) == (said.id,)
    assert PRACTITIONER.person_ref not in str(keys(said)) + said.model_dump_json()
