"""Feedback capture's parts, put together."""

from services.chassis.app import Service, run
from services.chassis.settings import Settings
from services.feedback_capture.api import router
from services.feedback_capture.commands import COMMANDS, KINDS
from services.feedback_capture.queries import VIEWS
from services.feedback_capture.reactions import ACTS, LISTENS_TO, REACTIONS

NAME = "feedback-capture"


def build(settings: Settings) -> Service:
    """The service, ready to be served: people, events and the clock are its three doors."""
    service = Service(NAME, KINDS, settings)
    service.people(COMMANDS, VIEWS, router(service.room))
    service.events(LISTENS_TO, REACTIONS)
    service.clock(ACTS)
    return service


if __name__ == "__main__":
    run(NAME, build)
