"""Every command of feedback capture, a file per aggregate."""

from services.chassis.room.tables import Command
from services.feedback_capture.commands import concern, contribution, involvement, reply, response, summary, survey

COMMANDS: tuple[Command, ...] = (
    *involvement.COMMANDS,
    *contribution.COMMANDS,
    *survey.COMMANDS,
    *response.COMMANDS,
    *concern.COMMANDS,
    *summary.COMMANDS,
    *reply.COMMANDS,
)
