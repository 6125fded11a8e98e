"""The parts of action tracking, put together."""

from services.action_tracking.after_ring import AFTER_RING, MEASURES
from services.action_tracking.api import router
from services.action_tracking.api.recorded import RECORDED
from services.action_tracking.commands import COMMANDS
from services.action_tracking.kinds import KINDS
from services.action_tracking.queries import VIEWS
from services.action_tracking.reactions import LISTENS_TO, REACTIONS
from services.chassis.app import Service, run
from services.chassis.settings import Settings

NAME = "action-tracking"


def build(settings: Settings) -> Service:
    """Returns the service with its three doors: people, events and the clock."""
    service = Service(NAME, KINDS, settings)
    service.people(COMMANDS, VIEWS, router(service.room), RECORDED)
    service.events(LISTENS_TO, REACTIONS)
    service.clock(AFTER_RING, MEASURES)
    return service


if __name__ == "__main__":
    run(NAME, build)
