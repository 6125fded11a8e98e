"""The parts of the review registry, put together."""

from services.chassis.app import Service, run
from services.chassis.settings import Settings
from services.review_registry.after_ring import AFTER_RING
from services.review_registry.api import router
from services.review_registry.api.recorded import RECORDED
from services.review_registry.commands import COMMANDS
from services.review_registry.kinds import KINDS
from services.review_registry.queries import VIEWS
from services.review_registry.reactions import LISTENS_TO, REACTIONS

NAME = "review-registry"


def build(settings: Settings) -> Service:
    """Returns the service with its three doors: people, events and the clock."""
    service = Service(NAME, KINDS, settings)
    service.people(COMMANDS, VIEWS, router(service.room), RECORDED)
    service.events(LISTENS_TO, REACTIONS)
    service.clock(AFTER_RING)
    return service


if __name__ == "__main__":
    run(NAME, build)
