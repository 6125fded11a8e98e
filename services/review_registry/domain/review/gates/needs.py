"""The needs of gates from other services' facts, as reasons (RR5, RR6, R8, R17, R18, R22). No news is unmet."""

from collections.abc import Callable

from contracts.framework.document import Framework
from contracts.vocabulary.actions import ActionStatus, ObligationAnswer, RecheckResult
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from contracts.vocabulary.reviews import Response
from services.chassis.rules.decisions import Reason
from services.review_registry.domain.names import agency_name, lacking, party_name
from services.review_registry.domain.others.actions import ActionProgress
from services.review_registry.domain.others.involvement import PartyProgress
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.state import Review, ReviewHead

OUTCOMES = (
    InvolvementStatus.ACCEPTED,
    InvolvementStatus.CONTRIBUTED,
    InvolvementStatus.DECLINED,
    InvolvementStatus.NO_RESPONSE,
    InvolvementStatus.WITHDREW,
)
"""Outcomes of parties to whom taking part must have been explained."""
OUT_OF_REACH = (InvolvementStatus.UNABLE, InvolvementStatus.NOBODY_IN_THIS_GROUP)
"""Outcomes of parties whom no one can tell the findings."""
EXCEPTIONS = (InvolvementStatus.NOT_INVITED, InvolvementStatus.DEFERRED, *OUT_OF_REACH)
"""Outcomes that need an approval."""
HELD = (ActionStatus.ACCEPTED, ActionStatus.SUSTAINED)
LIBRARY = "products"


def offered(facts: GateFacts, framework: Framework) -> list[Reason]:
    """Returns a reason for each party without an offer or an approved reason (R17, R18)."""
    return _no_plan(facts) or _parties(
        facts,
        framework,
        lambda party: party.status is InvolvementStatus.NOT_STARTED or (party.status in EXCEPTIONS and not party.approved),
        Reason("involvement/not-started", "Offer this party a part in the review: {}."),
    )


def outcomes(facts: GateFacts, framework: Framework) -> list[Reason]:
    """Returns a reason for each party without an outcome or an approved reason (RR5, RR6, R18)."""
    return _no_plan(facts) or _parties(
        facts,
        framework,
        lambda party: party.status not in OUTCOMES and not (party.status in EXCEPTIONS and party.approved),
        Reason("involvement/no-outcome", "Record the outcome of the offer to this party, or an approved reason: {}."),
    )


def explained(facts: GateFacts, framework: Framework) -> list[Reason]:
    """Returns a reason for each party without an outcome, or to whom taking part was not explained (RR6, R18)."""
    return _no_plan(facts) or [
        *outcomes(facts, framework),
        *_parties(
            facts,
            framework,
            lambda party: party.status in OUTCOMES and not party.explained,
            Reason("involvement/not-explained", "Explain to this party how taking part works: {}."),
        ),
    ]


def fed_back(facts: GateFacts, step: InvolvementStep, framework: Framework) -> list[Reason]:
    """Returns a reason for each party that has not had this feedback, and has no approved reason (RR5, RR6, R17, R18).

    It does not matter whether the party took part. Only a party out of reach, with approval, is left out.
    """
    sentence = {
        InvolvementStep.FINDINGS: "Share the findings with this party, or record an approved reason not to: {}.",
        InvolvementStep.OUTCOME: "Share the outcome of the review with this party, or record an approved reason not to: {}.",
    }[step]
    return _no_plan(facts) or _parties(
        facts,
        framework,
        lambda party: not _out_of_reach(party) and step not in (*party.fed_back, *party.not_told),
        Reason(f"involvement/{step.value}-not-told", sentence),
    )


def _out_of_reach(party: PartyProgress) -> bool:
    return party.status in OUT_OF_REACH and party.approved


def _no_plan(facts: GateFacts) -> list[Reason]:
    """Returns a reason before the plan is known. A plan may name nobody, because some types of review involve nobody."""
    if facts.involvement is not None and facts.involvement.planned:
        return []
    return [Reason("involvement/no-plan", "Plan the parties who are to be offered a part.", "involvement")]


def _parties(facts: GateFacts, framework: Framework, lacking: Callable[[PartyProgress], bool], reason: Reason) -> list[Reason]:
    parties = facts.involvement.parties if facts.involvement else ()
    names = {
        party.id: party_name(framework, party.group, party.number) if party.group else "not in the plan" for party in parties
    }
    return [
        Reason(reason.code, reason.message.format(names[party.id]), f"involvement/{party.id}")
        for party in parties
        if lacking(party)
    ]


def confirmed(review: ReviewHead) -> list[Reason]:
    """Returns a reason for each finding that waits to be confirmed (RR4)."""
    return [
        Reason("finding/not-confirmed", f"Confirm finding {number}, or discard it.", f"findings/{finding.id}")
        for number, finding in enumerate(review.findings, start=1)
        if finding.confirmed_on is None
    ]


def answered(review: Review, facts: GateFacts, framework: Framework) -> list[Reason]:
    """Returns a reason for each required response that an agency has not given (RR5, RR6)."""
    known = {(each.finding, each.agency) for each in facts.obligations if each.answer}
    sentence = "Finding {} has no response yet from {}."
    return [
        Reason("finding/not-answered", sentence.format(number, agency_name(framework, agency)), _response(finding.id, agency))
        for number, finding in enumerate(review.findings, start=1)
        if finding.confirmed_on and finding.response is not Response.NONE
        for agency in finding.agencies
        if (finding.id, agency) not in known
    ]


def _response(finding: str, agency: str) -> str:
    return f"findings/{finding}/agencies/{agency}"


def accepted(facts: GateFacts, framework: Framework) -> list[Reason]:
    """Returns a reason for each action in response to a finding that awaits sign-off by others (RR6, R8).

    A response by action also needs an action that was not ended.
    """
    known = {obligation for action in facts.actions for obligation in action.obligations}
    pursued = {obligation for action in _pursued(facts) for obligation in action.obligations}
    unknown = "The actions in the response of {} are not known here yet. Try again later."
    ended = "Each action in the response of {} was ended. Agree another, or accept that none is needed."
    responses = [
        Reason(code, sentence.format(agency_name(framework, each.agency)), _response(each.finding, each.agency))
        for each in facts.obligations
        if each.answer is ObligationAnswer.ACTIONS_AGREED and each.id not in pursued
        for code, sentence in [("action/all-ended", ended) if each.id in known else ("action/unknown", unknown)]
    ]
    return responses + [
        Reason("action/not-accepted", f"Action {_name(action)} has not been signed off.", _epoch(action))
        for action in _pursued(facts)
        if action.status not in HELD
    ]


def rechecked(facts: GateFacts, months: tuple[int, ...]) -> list[Reason]:
    """Returns a reason for each of these months at which an action was not found to have held, in its epoch (RR6, R21).

    Only a re-check that finds the change sustained answers a month. An action that has lasted has answered all.
    """
    sentence = "Record that the change of action {} has held {} months after it was signed off."
    return [
        Reason("action/not-rechecked", sentence.format(_name(action), month), f"{_epoch(action)}/months/{month}")
        for action in _pursued(facts)
        if action.status is not ActionStatus.SUSTAINED
        for month in months
        if month not in _answered_months(action)
    ]


def _name(action: ActionProgress) -> str:
    return action.reference or "with an unknown reference"


def _epoch(action: ActionProgress) -> str:
    return f"actions/{action.id}/epochs/{action.epoch}"


def _pursued(facts: GateFacts) -> list[ActionProgress]:
    return [each for each in facts.actions if each.status is not ActionStatus.ENDED]


def _answered_months(action: ActionProgress) -> frozenset[int]:
    """Returns the months at which the change was found to have held, in the present epoch."""
    held = [each for each in action.rechecks if each.epoch == action.epoch and each.result is RecheckResult.SUSTAINED]
    return frozenset(month for each in held for month in each.months)


def shared(facts: GateFacts) -> list[Reason]:
    """Returns reasons unless the learning was planned, published and delivered (RR6, R22)."""
    plan, products = facts.dissemination, [each for each in facts.products if each.stands]
    if plan is None:
        reasons = [Reason("learning/no-plan", "Plan how to share the learning.", "dissemination")]
    else:
        sentence = "The plan to share the learning still lacks: {}."
        reasons = [
            Reason("learning/plan-lacks", sentence.format(lacking(each)), f"dissemination/{each}") for each in plan.lacks
        ]
    checks = (
        (bool(products), "learning/not-published", "Publish a learning product."),
        (bool(products) and facts.delivered, "learning/not-delivered", "Deliver a learning product."),
    )
    return [*reasons, *(Reason(code, sentence, LIBRARY) for met, code, sentence in checks if not met)]
