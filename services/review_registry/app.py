"""The review registry's parts, put together."""

from services.chassis.app import Service, run
from services.chassis.settings import Settings
from services.review_registry.api import router
from services.review_registry.commands import COMMANDS, KINDS
from services.review_registry.queries import VIEWS
from services.review_registry.reactions import LISTENS_TO, REACTIONS

NAME = "review-registry"


def build(settings: Settings) -> Service:
    """The service, ready to be served: people, events and the clock are its three doors."""
    service = Service(NAME, KINDS, settings)
    service.people(COMMANDS, VIEWS, router(service.room))
    service.events(LISTENS_TO, REACTIONS)
    service.clock({})
    return service


if __name__ == "__main__":
    run(NAME, build)
