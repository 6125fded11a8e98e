"""Commands on summaries (FC4)."""

from contracts.vocabulary.roles import BUSINESS_UNIT
from services.chassis.room.room import Room
from services.chassis.room.tables import Command
from services.chassis.rules.decisions import Actor
from services.feedback_capture.domain.summary.state import summary_id
from services.feedback_capture.domain.summary.summarising import SummariseFeedback, summarise_feedback
from services.feedback_capture.facts import quarter_feedback
from services.feedback_capture.kinds import SUMMARY

SUMMARISERS = frozenset({BUSINESS_UNIT})


async def by_quarter(room: Room, command: SummariseFeedback, actor: Actor) -> str:
    return summary_id(command.period)


COMMANDS: tuple[Command, ...] = (
    Command(
        "/summaries",
        SUMMARY,
        SummariseFeedback,
        summarise_feedback,
        SUMMARISERS,
        creates=True,
        identity=by_quarter,
        facts=quarter_feedback,
    ),
)
