"""Drafting a reply (FC5)."""

import pytest
from pydantic import ValidationError

from contracts.vocabulary.feedback import SourceGroup
from services.chassis.rules.decisions import Refused
from services.feedback_capture.domain.others.products import KnownProduct
from services.feedback_capture.domain.reply.drafting import Sources, draft_reply
from services.feedback_capture.domain.reply.state import covers, keys, threads
from tests.builders.feedback_capture import UNIT, at, codes
from tests.builders.feedback_replies import FINDING, PRODUCT, REPLY, drafted, drafting


def test_reply_belongs_to_the_threads_of_its_findings() -> None:
    reply = drafted()
    assert threads(reply) == (FINDING, REPLY)
    assert (keys(reply)["theme"], keys(reply)["published"], keys(reply)["draft"]) == ("neglect", "no", "yes")


def test_draft_is_refused_when_it_names_unknown_things() -> None:
    withdrawn: Sources = ({}, {PRODUCT: KnownProduct(id=PRODUCT, withdrawn=True)}, {})
    with pytest.raises(Refused) as refused:
        draft_reply(None, drafting(theme="weather", services=("school", "zoo")), at(who=UNIT), withdrawn)
    assert {(each.code, each.path) for each in refused.value.reasons} == {
        ("reply/unknown-theme", "theme"),
        ("reply/unknown-service", "services/1"),
        ("reply/unknown-action", "actions/0"),
        ("reply/unknown-product", "products/0"),
    }


def test_draft_needs_a_reason_when_nothing_answers_it() -> None:
    with pytest.raises(Refused) as refused:
        drafted(actions=(), products=())
    assert codes(refused.value) == ["reply/no-reason"]
    version = drafted(actions=(), products=(), because="The law does not allow it.").draft
    assert version
    assert version.findings == ()


def test_reply_covers_only_the_services_and_groups_that_it_names() -> None:
    named = drafted()
    assert covers(named, "school", SourceGroup.CHILD)
    assert not covers(named, "health", SourceGroup.CHILD)
    assert not covers(named, "school", SourceGroup.PARENT_CARER)
    everything = drafted(services="all", source_groups="all")
    assert all(covers(everything, service, group) for service in ("school", "health") for group in SourceGroup)


@pytest.mark.parametrize("scope", [{"services": ()}, {"source_groups": ()}, {"services": None}])
def test_draft_says_what_it_covers(scope: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        drafting(**scope)
