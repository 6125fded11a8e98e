"""Checks that several decisions on an involvement share."""

from contracts.vocabulary.roles import PARTNERSHIP
from services.chassis.rules.decisions import Actor, Reason
from services.feedback_capture.domain.involvement.state import TAKES_PART, Involvement, Party, is_colleague


def while_open(involvement: Involvement) -> list[Reason]:
    """Refuses a change after the review has closed or ended."""
    if not involvement.over:
        return []
    how = "is closed" if involvement.closed_on else "has ended"
    return [Reason("involvement/review-closed", f"This review {how}, so you cannot change its involvement. Reopen it first.")]


def party_of(involvement: Involvement, id_: str, actor: Actor) -> tuple[Party | None, list[Reason]]:
    """Returns the party, or the reason that it is unknown. A colleague of the party does not learn of it (FC2)."""
    found = involvement.party(id_)
    if found and is_colleague(found, actor):
        found = None
    return found, [] if found else [Reason("involvement/unknown-party", "Choose a party of this review.", "party")]


def impartial(involvement: Involvement, actor: Actor) -> list[Reason]:
    """Refuses an approval by someone who acts for an agency under review. Before the scope, that may be any agency."""
    if actor.agency == PARTNERSHIP or (involvement.scoped_on and actor.agencies.isdisjoint(involvement.agencies)):
        return []
    message = "Ask someone to approve this who does not act for an agency under review."
    return [Reason("involvement/not-impartial", message)]


def unless_takes_part(party: Party) -> list[Reason]:
    """Refuses to offer a part, or to put the offer off, if the party takes part already."""
    if party.status not in TAKES_PART:
        return []
    return [
        Reason(
            "involvement/takes-part-already",
            "This party already takes part. You cannot make a new offer or put one off.",
            "party",
        )
    ]


def while_offered(party: Party) -> list[Reason]:
    """Refuses what needs an offer if the party has none."""
    if party.offered:
        return []
    return [Reason("involvement/not-offered", "This party has not been offered a part. Record an offer first.", "party")]
