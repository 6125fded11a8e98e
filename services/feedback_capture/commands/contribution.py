"""Commands on contributions (FC1, FC2)."""

import json

from contracts.vocabulary.roles import BUSINESS_UNIT, FACILITATOR, PRACTITIONER
from services.chassis.room.erasure import sealed
from services.chassis.room.room import Room
from services.chassis.room.tables import Command
from services.feedback_capture.domain.contribution.recording import (
    RecordContribution,
    SealedContribution,
    record_contribution,
)
from services.feedback_capture.domain.contribution.withdrawing import WithdrawContribution, withdraw_contribution
from services.feedback_capture.facts import contribution_reader, involvement_named
from services.feedback_capture.kinds import CONTRIBUTION

SPEAKERS = frozenset({BUSINESS_UNIT, FACILITATOR, PRACTITIONER})


async def seal_words(room: Room, id_: str, command: RecordContribution) -> SealedContribution:
    """Seals words and themes under the contribution's own key. They are stored in no other way."""
    texts = {"words": command.words, "wants_changed": command.wants_changed, "sealed_themes": json.dumps(command.themes)}
    return SealedContribution(**dict(command) | {name: await sealed(room, id_, text) for name, text in texts.items()})


COMMANDS: tuple[Command, ...] = (
    Command(
        "/contributions",
        CONTRIBUTION,
        RecordContribution,
        record_contribution,
        SPEAKERS,
        creates=True,
        facts=involvement_named,
        reader=contribution_reader,
        prepare=seal_words,
    ),
    Command(
        "/contributions/{id}/withdrawal",
        CONTRIBUTION,
        WithdrawContribution,
        withdraw_contribution,
        SPEAKERS,
        reader=contribution_reader,
    ),
)
