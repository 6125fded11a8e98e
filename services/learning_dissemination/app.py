"""Learning dissemination's parts, put together."""

from services.chassis.app import Service, run
from services.chassis.settings import Settings
from services.learning_dissemination.after_ring import AFTER_RING
from services.learning_dissemination.api import router
from services.learning_dissemination.api.recorded import RECORDED
from services.learning_dissemination.commands import COMMANDS
from services.learning_dissemination.kinds import KINDS
from services.learning_dissemination.queries import VIEWS
from services.learning_dissemination.reactions import LISTENS_TO, REACTIONS

NAME = "learning-dissemination"


def build(settings: Settings) -> Service:
    """Returns the service with its three doors: people, events and the clock."""
    service = Service(NAME, KINDS, settings)
    service.people(COMMANDS, VIEWS, router(service.room), RECORDED)
    service.events(LISTENS_TO, REACTIONS)
    service.clock(AFTER_RING)
    return service


if __name__ == "__main__":
    run(NAME, build)
