"""Every act that follows a saved ring in learning dissemination."""

from collections.abc import Mapping

from services.chassis.room.tables import AfterRing
from services.learning_dissemination.after_ring.delivery import measure
from services.learning_dissemination.after_ring.tally import count_acknowledgements
from services.learning_dissemination.kinds import DELIVERY, TALLY

AFTER_RING: Mapping[str, AfterRing] = {DELIVERY.name: measure, TALLY.name: count_acknowledgements}
