"""Commands on contributions (FC1, FC2)."""

from contracts.vocabulary.roles import BUSINESS_UNIT, FACILITATOR, PRACTITIONER
from services.chassis.room.erasure import sealed
from services.chassis.room.room import Room
from services.chassis.room.tables import Command
from services.feedback_capture.domain.contribution.recording import RecordContribution, record_contribution
from services.feedback_capture.domain.contribution.withdrawing import WithdrawContribution, withdraw_contribution
from services.feedback_capture.facts import involvement_named
from services.feedback_capture.kinds import CONTRIBUTION

SPEAKERS = frozenset({BUSINESS_UNIT, FACILITATOR, PRACTITIONER})


async def seal_words(room: Room, id_: str, command: RecordContribution) -> RecordContribution:
    """Seals the words under the contribution's own key. They are stored in no other way."""
    texts = {"words": command.words, "wants_changed": command.wants_changed}
    return command.model_copy(update={name: await sealed(room, id_, text) for name, text in texts.items()})


COMMANDS: tuple[Command, ...] = (
    Command(
        "/contributions",
        CONTRIBUTION,
        RecordContribution,
        record_contribution,
        SPEAKERS,
        creates=True,
        facts=involvement_named,
        prepare=seal_words,
    ),
    Command("/contributions/{id}/withdrawal", CONTRIBUTION, WithdrawContribution, withdraw_contribution, SPEAKERS),
)
