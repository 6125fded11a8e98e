"""What gates need of other services' facts (RR5, RR6, R8, R17, R18, R22). No news means unmet: each function says, as reasons,
what has not been told. They look at what is known here and nothing else."""

from collections.abc import Callable, Iterable
from typing import Protocol

from contracts.vocabulary.actions import ActionStatus, ObligationAnswer
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from contracts.vocabulary.reviews import Response
from services.chassis.rules.decisions import Reason
from services.review_registry.domain.findings import Finding
from services.review_registry.domain.gate_facts import GateFacts
from services.review_registry.domain.hearing import PartyProgress
from services.review_registry.domain.progress import ActionProgress

TOOK_PART = (InvolvementStatus.ACCEPTED, InvolvementStatus.CONTRIBUTED)
OUTCOMES = (
    *TOOK_PART,
    InvolvementStatus.DECLINED,
    InvolvementStatus.UNABLE,
    InvolvementStatus.NO_RESPONSE,
    InvolvementStatus.WITHDREW,
)
OFFERED = tuple(each for each in OUTCOMES if each is not InvolvementStatus.UNABLE)
"""Whoever could not be reached was not told anything either."""
EXCEPTIONS = (InvolvementStatus.NOT_INVITED, InvolvementStatus.DEFERRED)
"""Which stand where somebody who may has approved them."""
HELD = (ActionStatus.ACCEPTED, ActionStatus.SUSTAINED)


class Found(Protocol):
    """What is asked of a review here."""

    @property
    def findings(self) -> tuple[Finding, ...]: ...


def asked(facts: GateFacts) -> list[Reason]:
    """Every party has been offered a part, or has an approved reason (R17, R18)."""
    return _no_plan(facts) or _parties(
        facts,
        lambda party: party.status is InvolvementStatus.NOT_STARTED or (party.status in EXCEPTIONS and not party.approved),
        Reason("involvement/not-started", "A party has not been offered a part: {}."),
    )


def settled(facts: GateFacts) -> list[Reason]:
    """Each party has an outcome or an approved reason: of nobody is it open whether to tell them first (RR5, RR6, R18)."""
    return _no_plan(facts) or _parties(
        facts,
        lambda party: party.status not in OUTCOMES and not (party.status in EXCEPTIONS and party.approved),
        Reason("involvement/no-outcome", "A party has no outcome and no approved reason: {}."),
    )


def heard_out(facts: GateFacts) -> list[Reason]:
    """Each party has an outcome or an approved reason, and was told how taking part works (RR6, R18)."""
    return _no_plan(facts) or [
        *settled(facts),
        *_parties(
            facts,
            lambda party: party.status in OFFERED and not party.explained,
            Reason("involvement/not-explained", "A party was not told how taking part works: {}."),
        ),
    ]


def told(facts: GateFacts, step: InvolvementStep) -> list[Reason]:
    """Those who took part were told: the findings before publication, in the end what came of it (RR5, RR6, R17, R18)."""
    sentence = {
        InvolvementStep.FINDINGS: "A party took part and has not been told the findings: {}.",
        InvolvementStep.OUTCOME: "A party took part and has not been told what came of it: {}.",
    }[step]
    return _no_plan(facts) or _parties(
        facts,
        lambda party: party.status in TOOK_PART and step not in party.fed_back,
        Reason(f"involvement/{step.value}-not-told", sentence),
    )


def _no_plan(facts: GateFacts) -> list[Reason]:
    """Nobody has a group before the plan has come, whoever else was heard of."""
    if facts.involvement is not None and any(party.group for party in facts.involvement.parties):
        return []
    return [Reason("involvement/no-plan", "It is not known yet who is to be offered a part.", "involvement")]


def _parties(facts: GateFacts, lacking: Callable[[PartyProgress], bool], reason: Reason) -> list[Reason]:
    parties = facts.involvement.parties if facts.involvement else ()
    return [
        Reason(reason.code, reason.message.format(party.group or "not in the plan"), f"involvement/{party.id}")
        for party in parties
        if lacking(party)
    ]


def answered(review: Found, facts: GateFacts) -> list[Reason]:
    """Each finding that asks for something was answered by every agency that it asks (RR5, RR6)."""
    known = {(each.finding, each.agency) for each in facts.obligations if each.answer}
    return [
        Reason("finding/not-answered", f"A finding has no answer from {agency}.", f"findings/{finding.id}")
        for finding in review.findings
        if finding.confirmed_on and finding.response is not Response.NONE
        for agency in finding.agencies
        if (finding.id, agency) not in known
    ]


def accepted(facts: GateFacts) -> list[Reason]:
    """Each action that answers a finding was accepted, by others than who did it (RR6, R8)."""
    agreed = {(finding, action.agency) for action in facts.actions for finding in action.findings}
    unknown = [
        Reason("action/unknown", f"The answer of {each.agency} names actions not known here yet.", f"findings/{each.finding}")
        for each in facts.obligations
        if each.answer is ObligationAnswer.ACTIONS_AGREED and (each.finding, each.agency) not in agreed
    ]
    return unknown + [
        Reason("action/not-accepted", "An action has not been done and accepted.", f"actions/{action.id}")
        for action in _pursued(facts)
        if action.status not in HELD
    ]


def rechecked(facts: GateFacts, times: int) -> list[Reason]:
    """Each action was looked at again so often in its present epoch, or has lasted (RR6, R21)."""
    return [
        Reason("action/not-rechecked", f"An action has not been looked at again {times} times.", f"actions/{action.id}")
        for action in _pursued(facts)
        if action.status is not ActionStatus.SUSTAINED and _looked_at(action) < times
    ]


def _pursued(facts: GateFacts) -> list[ActionProgress]:
    return [each for each in facts.actions if each.status is not ActionStatus.ENDED]


def _looked_at(action: ActionProgress) -> int:
    return len({each.recheck for each in action.rechecks if each.epoch == action.epoch})


def shared(facts: GateFacts) -> list[Reason]:
    """How the learning is shared was planned, and it was published, delivered and acknowledged (RR6, R22)."""
    plan, products = facts.dissemination, [each for each in facts.products if each.stands]
    if plan is None:
        reasons = [Reason("learning/no-plan", "It is not known how the learning will be shared.", "dissemination")]
    else:
        sentence = "The plan to share the learning still lacks: {}."
        reasons = [Reason("learning/plan-lacks", sentence.format(each), "dissemination") for each in plan.lacks]
    checks: Iterable[tuple[object, Reason]] = (
        (products, Reason("learning/not-published", "Nothing to learn from has been published.", "products")),
        (
            any(each.delivered for each in products),
            Reason("learning/not-delivered", "Nothing to learn from has been delivered.", "products"),
        ),
        (facts.acknowledged, Reason("learning/not-acknowledged", "Nobody has acknowledged the learning.", "products")),
    )
    return [*reasons, *(reason for met, reason in checks if not met)]
