"""The clock's acts in the world: what follows a saved ring."""

from collections.abc import Mapping

from services.action_tracking.after_ring.digest import send_digest
from services.action_tracking.after_ring.round import notify_again_of_action, notify_again_of_obligation
from services.action_tracking.after_ring.urgent_notice import send_urgent_notice
from services.action_tracking.after_ring.waiting import measure_open_notices
from services.action_tracking.kinds import ACTION, DIGEST, OBLIGATION, URGENT_NOTICE
from services.chassis.room.tables import AfterRing, Measure

AFTER_RING: Mapping[str, AfterRing] = {
    DIGEST.name: send_digest,
    URGENT_NOTICE.name: send_urgent_notice,
    ACTION.name: notify_again_of_action,
    OBLIGATION.name: notify_again_of_obligation,
}
MEASURES: tuple[Measure, ...] = (measure_open_notices,)
