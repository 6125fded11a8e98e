"""Counts the acknowledgements of a product after the ring that starts the count (LD5)."""

from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room
from services.chassis.rules.decisions import derived
from services.chassis.store.documents import Document
from services.learning_dissemination.domain.acknowledgement.state import Acknowledgement
from services.learning_dissemination.domain.tally.counting import next_close, record_counts
from services.learning_dissemination.domain.tally.state import Tally
from services.learning_dissemination.facts import acknowledgements_of
from services.learning_dissemination.kinds import TALLY


async def count_acknowledgements(room: Room, document: Document) -> None:
    """Counts the acknowledgements of the tally's product, and publishes the counts."""
    tally: Tally = document.state
    if tally.counting_since is None:
        return

    async def acknowledgements() -> list[Acknowledgement]:
        return await acknowledgements_of(room, tally.shared.product)

    cause = Cause(id=derived("counted", tally.id, next_close(tally).isoformat()), name="record-counts")
    await change(room, TALLY, tally.id, record_counts, cause, facts=acknowledgements)
