"""Learning dissemination's parts, put together."""

from services.chassis.app import Service, run
from services.chassis.settings import Settings
from services.learning_dissemination.api import router
from services.learning_dissemination.commands import COMMANDS, KINDS
from services.learning_dissemination.queries import VIEWS
from services.learning_dissemination.reactions import ACTS, LISTENS_TO, REACTIONS

NAME = "learning-dissemination"


def build(settings: Settings) -> Service:
    """The service, ready to be served: people, events and the clock are its three doors."""
    service = Service(NAME, KINDS, settings)
    service.people(COMMANDS, VIEWS, router(service.room))
    service.events(LISTENS_TO, REACTIONS)
    service.clock(ACTS)
    return service


if __name__ == "__main__":
    run(NAME, build)
