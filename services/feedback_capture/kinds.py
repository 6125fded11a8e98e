"""The kinds of feedback capture."""

from services.chassis.store.kinds import Kind
from services.chassis.store.retained import retained
from services.feedback_capture.domain import retention
from services.feedback_capture.domain.concern import chasing as concern_chasing
from services.feedback_capture.domain.concern import state as concern
from services.feedback_capture.domain.contribution import clocks as contribution_clocks
from services.feedback_capture.domain.contribution import state as contribution
from services.feedback_capture.domain.involvement import chasing as involvement_chasing
from services.feedback_capture.domain.involvement import state as involvement
from services.feedback_capture.domain.others import actions, products
from services.feedback_capture.domain.reply import erasing as reply_erasing
from services.feedback_capture.domain.reply import state as reply
from services.feedback_capture.domain.response import clocks as response_clocks
from services.feedback_capture.domain.response import state as response
from services.feedback_capture.domain.summary import state as summary
from services.feedback_capture.domain.survey import counting as survey_counting
from services.feedback_capture.domain.survey import state as survey
from services.feedback_capture.domain.unread import chasing as unread_chasing
from services.feedback_capture.domain.unread import state as unread
from services.feedback_capture.domain.waiting import looking as waiting_looking
from services.feedback_capture.domain.waiting import state as waiting

INVOLVEMENT = retained(
    Kind(
        name="involvement",
        state=involvement.Involvement,
        keys=involvement.keys,
        threads=involvement.threads,
        alarm=involvement_chasing.alarm,
        ring=involvement_chasing.ring,
        readers=involvement.readers,
        indexed=("review", "people", "facilitators", "waits"),
    ),
    retention.INVOLVEMENT,
)
CONTRIBUTION = retained(
    Kind(
        name="contribution",
        state=contribution.Contribution,
        keys=contribution.keys,
        threads=contribution.threads,
        alarm=contribution_clocks.alarm,
        ring=contribution_clocks.ring,
        readers=contribution.readers,
        indexed=("party", "review", "unread", "status"),
        traced=False,
        hides_actor=True,
    ),
    retention.CONTRIBUTION,
)
SURVEY = Kind(
    name="survey",
    state=survey.Survey,
    keys=survey.keys,
    threads=survey.threads,
    alarm=survey_counting.alarm,
    ring=survey_counting.ring,
    indexed=("review", "facilitators", "service", "source_group"),
    ordered=("closes",),
)
RESPONSE = retained(
    Kind(
        name="response",
        state=response.Response,
        keys=response.keys,
        threads=response.threads,
        alarm=response_clocks.alarm,
        ring=response_clocks.ring,
        readers=response.readers,
        indexed=(
            "receipt",
            ("survey", "unread_words"),
            ("survey", "reading"),
            ("themes", "service", "source_group"),
            ("status", "service", "source_group"),
            "survey",
            "period",
            "reading",
            "status",
        ),
        ordered=("said_on",),
        traced=False,
        dated=True,
    ),
    retention.RESPONSE,
)
UNREAD = Kind(
    name="unread",
    state=unread.Unread,
    keys=unread.keys,
    threads=unread.threads,
    alarm=unread_chasing.alarm,
    ring=unread_chasing.ring,
    readers=unread.readers,
    indexed=("survey", "waiting"),
    traced=False,
    dated=True,
)
CONCERN = retained(
    Kind(
        name="concern",
        state=concern.Concern,
        keys=concern.keys,
        threads=concern.threads,
        alarm=concern_chasing.alarm,
        ring=concern_chasing.ring,
        readers=concern.readers,
        hidden_from=concern.hidden_from,
        indexed=("part_of", "status"),
        ordered=("waits_since",),
        traced=False,
    ),
    retention.CONCERN,
)
SUMMARY = Kind(
    name="summary",
    state=summary.Summary,
    keys=summary.keys,
    threads=summary.threads,
    indexed=("period",),
    ordered=("period",),
)
REPLY = Kind(
    name="reply",
    state=reply.Reply,
    keys=reply.keys,
    threads=reply.threads,
    alarm=reply_erasing.alarm,
    ring=reply_erasing.ring,
    readers=reply.readers,
    indexed=("quotes", ("theme", "draft"), ("theme", "published"), "draft", "published"),
    ordered=("drafted_on", "published_on"),
)
WAITING = Kind(
    name="waiting",
    state=waiting.Waiting,
    keys=waiting.keys,
    threads=waiting.threads,
    alarm=waiting_looking.alarm,
    ring=waiting_looking.ring,
    readers=waiting.readers,
    indexed=("late", "theme", "service"),
    traced=False,
)
KNOWN_ACTION = Kind(name="known-action", state=actions.KnownAction, keys=actions.keys, threads=actions.threads)
KNOWN_PRODUCT = Kind(name="known-product", state=products.KnownProduct, keys=products.keys, threads=products.threads)
KINDS: tuple[Kind, ...] = (
    INVOLVEMENT,
    CONTRIBUTION,
    SURVEY,
    RESPONSE,
    UNREAD,
    CONCERN,
    SUMMARY,
    REPLY,
    WAITING,
    KNOWN_ACTION,
    KNOWN_PRODUCT,
)
