"""Commands on contributions (FC1, FC2)."""

from contracts.vocabulary.roles import BUSINESS_UNIT, FACILITATOR, PRACTITIONER
from services.chassis.room.room import Room
from services.chassis.room.tables import Command
from services.feedback_capture.commands.concern import raise_from
from services.feedback_capture.domain.concern.raising import in_review
from services.feedback_capture.domain.contribution.reading import MarkContributionRead, mark_contribution_read
from services.feedback_capture.domain.contribution.recording import RecordContribution, record_contribution
from services.feedback_capture.domain.contribution.withdrawing import WithdrawContribution, withdraw_contribution
from services.feedback_capture.domain.response.risk import risks
from services.feedback_capture.facts import concerns_raised, contribution_reader, involvement_named
from services.feedback_capture.kinds import CONTRIBUTION

READERS = frozenset({BUSINESS_UNIT, FACILITATOR})
SPEAKERS = frozenset({BUSINESS_UNIT, FACILITATOR, PRACTITIONER})


async def listen(room: Room, id_: str, command: RecordContribution) -> RecordContribution:
    """Raises a concern if the words say that someone may be at risk now, whatever is decided then."""
    texts = {"words": command.words, "wants-changed": command.wants_changed}
    if why := risks(texts.values(), not_safe_now=False, rules=room.framework.feedback):
        where = in_review(command, await involvement_named(room, id_, command))
        await raise_from(room, id_, {code: text for code, text in texts.items() if text}, None, why, where)
    return command


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
        prepare=listen,
    ),
    Command(
        "/contributions/{id}/reading",
        CONTRIBUTION,
        MarkContributionRead,
        mark_contribution_read,
        READERS,
        reader=contribution_reader,
    ),
    Command(
        "/contributions/{id}/withdrawal",
        CONTRIBUTION,
        WithdrawContribution,
        withdraw_contribution,
        SPEAKERS,
        facts=concerns_raised,
        reader=contribution_reader,
    ),
)
