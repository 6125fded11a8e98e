"""Action tracking's parts, put together."""

from services.action_tracking.api import router
from services.action_tracking.commands import COMMANDS, KINDS
from services.action_tracking.queries import VIEWS
from services.action_tracking.reactions import LISTENS_TO, REACTIONS
from services.action_tracking.reactions.sending import ACTS
from services.chassis.app import Service, run
from services.chassis.settings import Settings

NAME = "action-tracking"


def build(settings: Settings) -> Service:
    """The service, ready to be served: people, events and the clock are its three doors."""
    service = Service(NAME, KINDS, settings)
    service.people(COMMANDS, VIEWS, router(service.room))
    service.events(LISTENS_TO, REACTIONS)
    service.clock(ACTS)
    return service


if __name__ == "__main__":
    run(NAME, build)
