"""Proposals for thematic products (LD2)."""

from services.chassis.room.reading import Reader, belonging, read_all
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.learning_dissemination.domain.point.withdrawing import with_recalls
from services.learning_dissemination.domain.proposal import Proposal, propose
from services.learning_dissemination.facts import known_findings, recalled_among
from services.learning_dissemination.kinds import HEARD, KNOWN_ACTION, POINT


async def proposal(room: Room, theme: str, actor: Actor) -> Proposal:
    """Returns the material for a product on the theme."""
    reader = Reader(actor)
    points = await read_all(room, POINT, reader, {"themes": theme})
    findings = {finding for point in points for finding in point.findings}
    known = await known_findings(room, sorted(findings))
    reviews_of = {id_: finding.review for id_, finding in known.items()}
    points = [with_recalls(point, recalled_among(known)) for point in points]
    actions = await belonging(room, KNOWN_ACTION, {"findings": findings})
    heard = await belonging(room, HEARD, {"theme": theme})
    return propose(theme, points, reviews_of, actions, heard)
