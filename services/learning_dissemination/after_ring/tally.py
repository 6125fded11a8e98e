"""Counts the acknowledgements of a product after the ring that starts the count (LD5)."""

from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room
from services.chassis.rules.decisions import derived
from services.chassis.store.documents import Document
from services.learning_dissemination.domain.tally.counting import Counted, next_close, record_counts
from services.learning_dissemination.domain.tally.state import Tally
from services.learning_dissemination.facts import acknowledged
from services.learning_dissemination.kinds import TALLY


async def count_acknowledgements(room: Room, document: Document) -> None:
    """Counts the acknowledgements of the tally's product, and publishes the counts."""
    tally: Tally = document.state
    if tally.counting_since is None:
        return

    to = next_close(tally)

    async def counted() -> Counted:
        return Counted(to, await acknowledged(room, tally.shared.product, to))

    cause = Cause(id=derived("counted", tally.id, to.isoformat()), name="record-counts")
    await change(room, TALLY, tally.id, record_counts, cause, facts=counted)
