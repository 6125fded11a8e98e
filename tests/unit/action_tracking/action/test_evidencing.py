"""The owning agency adds evidence, and takes back what was added by mistake (AT3)."""

from itertools import count

import pytest
from pydantic import ValidationError

from contracts.vocabulary.actions import EvidenceKind
from services.action_tracking.domain.action.completing import CompleteAction, complete_action
from services.action_tracking.domain.action.evidencing import (
    MOST_EVIDENCE,
    OfferEvidence,
    TakeBackEvidence,
    offer_evidence,
    take_back_evidence,
)
from services.action_tracking.domain.action.state import Action
from services.chassis.http.malformed import reasons_for
from services.chassis.rules.decisions import Actor, Refused
from tests.builders.action_tracking import (
    AUDIT,
    CHAIR,
    COUNCIL_LEAD,
    POLICE_LEAD,
    REJECT,
    an_action,
    another_audit,
    at,
    codes,
    completed,
    days,
    judged,
)
from tests.builders.given import MONDAY

HASH = "0" * 64
MOMENTS = count()
SHARED = "https://nhs.sharepoint.example/:w:/r/sites/audit/_layouts/15/Doc.aspx?sourcedoc=%7BA1%7D&action=default#page=3"


def with_audit(action: Action, who: Actor = POLICE_LEAD) -> Action:
    """Returns the action with one more piece of evidence, added at a moment of its own."""
    return offer_evidence(action, another_audit(action), at(MONDAY + days(next(MOMENTS)), who)).state


def take_back(action: Action, place: int, who: Actor = POLICE_LEAD) -> Action:
    command = TakeBackEvidence(evidence=action.epoch.evidence[place].id, reason="It belongs to another action.")
    return take_back_evidence(action, command, at(MONDAY + days(next(MOMENTS)), who)).state


def refused(action: Action, place: int, who: Actor = POLICE_LEAD) -> list[str]:
    with pytest.raises(Refused) as caught:
        take_back(action, place, who)
    return codes(caught.value)


def test_evidence_records_kind_link_person_and_time() -> None:
    decided = offer_evidence(an_action(), AUDIT, at(who=POLICE_LEAD))
    (piece,) = decided.state.epoch.evidence
    assert (piece.kind, piece.link, piece.shows) == (EvidenceKind.AUDIT_RESULT, AUDIT.link, AUDIT.shows)
    assert (piece.at, piece.by.person_ref) == (MONDAY, POLICE_LEAD.person_ref)
    assert decided.events == ()


def test_evidence_without_link_or_hash_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        offer_evidence(an_action(), OfferEvidence(kind=EvidenceKind.MINUTES, shows="We met."), at(who=POLICE_LEAD))
    assert codes(caught.value) == ["evidence/nothing-to-look-at"]


def test_evidence_has_a_limit_per_epoch() -> None:
    action = an_action()
    for _ in range(MOST_EVIDENCE):
        action = with_audit(action)
    with pytest.raises(Refused) as caught:
        with_audit(action)
    assert codes(caught.value) == ["evidence/too-much"]


@pytest.mark.parametrize(
    "link",
    [
        SHARED,
        "https://files.example/Shared%20Documents/Audit%20Nov%202027.pdf",
        "https://files.example:8443/a?b=c",
        "https://teams.example/l/channel/19:abc@thread.tacv2/General?groupId=1",
    ],
)
def test_web_address_is_taken_as_people_paste_it(link: str) -> None:
    command = OfferEvidence(kind=EvidenceKind.MINUTES, link=link, shows="What we agreed.")
    (piece,) = offer_evidence(an_action(), command, at(who=POLICE_LEAD)).state.epoch.evidence
    assert piece.link == link


@pytest.mark.parametrize(
    "link",
    [
        "http://files.example/a",
        "javascript:alert(1)",
        "\\\\police\\share\\audit.docx",
        "files.example/a",
        "https://someone:secret@files.example/a",
        "https://files.example/a b",
        "https://",
        "",
    ],
)
def test_other_links_are_refused_in_plain_words(link: str) -> None:
    with pytest.raises(ValidationError) as fault:
        OfferEvidence(kind=EvidenceKind.MINUTES, link=link, shows="What we agreed.")
    (reason,) = reasons_for([dict(each) for each in fault.value.errors()])
    assert reason.message == "Paste a web address that begins with https://."
    assert reason.path == "link"


def test_web_address_has_a_longest_length() -> None:
    longest = "https://files.example/".ljust(2000, "a")
    assert OfferEvidence(kind=EvidenceKind.MINUTES, link=longest, shows="It.").link == longest
    with pytest.raises(ValidationError):
        OfferEvidence(kind=EvidenceKind.MINUTES, link=longest + "a", shows="It.")


@pytest.mark.parametrize("what", [{"link": SHARED}, {"sha256": HASH}])
def test_same_link_or_file_counts_once_in_an_epoch(what: dict[str, str]) -> None:
    command = OfferEvidence(kind=EvidenceKind.MINUTES, shows="What we agreed.", **what)
    action = offer_evidence(an_action(), command, at(who=POLICE_LEAD)).state
    with pytest.raises(Refused) as caught:
        offer_evidence(action, command, at(MONDAY + days(1), POLICE_LEAD))
    assert [(each.code, each.path) for each in caught.value.reasons] == [("evidence/same-again", next(iter(what)))]
    taken_back = take_back(action, 0)
    assert len(offer_evidence(taken_back, command, at(MONDAY + days(2), POLICE_LEAD)).state.epoch.standing) == 1


def test_evidence_taken_back_stays_with_its_reason_and_no_longer_counts() -> None:
    action = take_back(with_audit(an_action()), 0)
    assert len(action.epoch.evidence) == 1
    assert action.epoch.standing == ()
    assert [each.reason for each in action.epoch.taken_back] == ["It belongs to another action."]
    with pytest.raises(Refused) as caught:
        complete_action(action, CompleteAction(), at(MONDAY + days(1), POLICE_LEAD))
    assert codes(caught.value) == ["evidence/none"]
    assert refused(action, 0) == ["evidence/unknown"]


def test_evidence_is_taken_back_by_those_who_report() -> None:
    assert refused(with_audit(an_action()), 0, COUNCIL_LEAD) == ["action/not-your-agency"]


def test_judged_evidence_stays() -> None:
    rejected = judged(completed(), REJECT, at(who=CHAIR)).state
    assert refused(rejected, 0) == ["evidence/judged-on"]
    more = with_audit(rejected)
    taken_back = take_back(more, 1)
    with pytest.raises(Refused) as caught:
        complete_action(taken_back, CompleteAction(), at(MONDAY + days(400), POLICE_LEAD))
    assert codes(caught.value) == ["evidence/nothing-new"]


def test_completion_keeps_evidence_to_rest_on() -> None:
    done = completed()
    assert refused(done, 0) == ["evidence/only-one"]
    assert len(take_back(with_audit(done), 0).epoch.standing) == 1
