"""Proposals for thematic products (LD2)."""

from services.chassis.room.room import Room
from services.learning_dissemination.domain.proposal import Proposal, propose
from services.learning_dissemination.facts import reviews_of
from services.learning_dissemination.kinds import HEARD, KNOWN_ACTION, POINT


async def proposal(room: Room, theme: str) -> Proposal:
    """Returns the material for a product on the theme."""
    points = [document.state for document in await room.store.find(POINT, {"themes": theme})]
    findings = {finding for point in points for finding in point.findings}
    actions = {
        document.id: document.state
        for finding in sorted(findings)
        for document in await room.store.find(KNOWN_ACTION, {"findings": finding})
    }
    heard = [document.state for document in await room.store.find(HEARD, {"theme": theme})]
    return propose(theme, points, await reviews_of(room, sorted(findings)), actions.values(), heard)
