"""The parts of feedback capture, put together."""

from services.chassis.app import Service, run
from services.chassis.settings import Settings
from services.feedback_capture.after_ring import AFTER_RING, MEASURES
from services.feedback_capture.api import router
from services.feedback_capture.api.recorded import RECORDED
from services.feedback_capture.commands import COMMANDS
from services.feedback_capture.commands.flood import Flood
from services.feedback_capture.kinds import KINDS
from services.feedback_capture.queries import VIEWS
from services.feedback_capture.reactions import LISTENS_TO, REACTIONS

NAME = "feedback-capture"


def build(settings: Settings) -> Service:
    """Builds the service. People, events and the clock are its three doors."""
    service, flood = Service(NAME, KINDS, settings), Flood()
    service.people(COMMANDS, VIEWS, router(service.room, flood), RECORDED)
    service.events(LISTENS_TO, REACTIONS)
    service.clock(AFTER_RING, (flood.save, *MEASURES))
    return service


if __name__ == "__main__":
    run(NAME, build)
