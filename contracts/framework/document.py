"""The settings document: the local discretion of one partnership, one YAML file per deployment (docs/architecture.md
"Framework")."""

from collections.abc import Iterable
from datetime import date, time
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.framework.involvement import FeedbackRules, InvolvementRules
from contracts.framework.learning import LearningRules, PublicationRules, Recurrence
from contracts.framework.retention import RetentionRules
from contracts.framework.setting import Label, Setting, Words
from contracts.vocabulary.reviews import Priority
from contracts.vocabulary.types import Code


class Partnership(Setting):
    code: Code
    name: Words
    reference_prefix: str = Field(pattern=r"^[A-Z]{2,4}$")
    timezone: str = "Europe/London"


class Calendar(Setting):
    """Working days: no Saturday, Sunday, bank holiday or local day off (docs/domain.md "Working days")."""

    country: str = "GB"
    subdivision: str = "ENG"
    also_closed: tuple[date, ...] = ()


class Sector(StrEnum):
    """The sector of an agency: the kind of service that it gives."""

    POLICE = "police"
    LOCAL_AUTHORITY = "local-authority"
    HEALTH_BOARD = "health-board"
    """Bodies that plan and pay for health services: in England, integrated care boards."""
    HOSPITAL = "hospital"
    COMMUNITY_HEALTH = "community-health"
    PRIMARY_CARE = "primary-care"
    AMBULANCE = "ambulance"
    EDUCATION = "education"
    JUSTICE = "justice"
    """Courts, probation, youth justice and prisons."""
    HOUSING = "housing"
    FIRE_AND_RESCUE = "fire-and-rescue"
    VOLUNTARY = "voluntary"
    CARE = "care"


class Agency(Setting):
    code: Code
    name: Words
    sector: Sector | None = None
    """The sector, or None."""
    statutory_partner: bool = False
    from_day: date | None = None
    """The first day on which the agency exists, or None."""
    to_day: date | None = None
    """The last day on which it exists, or None."""
    successor: Code | None = None
    """The agency that takes over everything it owes, from the day after `to_day`."""


class RoleOf(StrEnum):
    """The body that a role belongs to, and so who appoints its holders."""

    AGENCY = "agency"
    """One role in each agency. Its lead and the business unit appoint the holders."""
    PARTNERSHIP = "partnership"
    """A role of the partnership, whichever agency its holders act for. Only the business unit appoints them."""


class Role(Label):
    """A role that notices go to, and the body that it belongs to."""

    of: RoleOf = RoleOf.PARTNERSHIP


class Unit(StrEnum):
    WORKING_DAYS = "working-days"
    CALENDAR_DAYS = "calendar-days"
    CALENDAR_MONTHS = "calendar-months"


class Moment(StrEnum):
    """Moments that a clock can start or stop at, besides a stage that the review enters (`entered-<stage>`)."""

    AWARE = "aware"
    """The agency with the duty learnt of the event."""
    DIED = "died"
    NOTIFICATION_SENT = "notification-sent"
    REFERRED = "referred"
    SCREENED = "screened"
    """The partnership decided on the next step (D1), whatever it decided."""
    INITIATED = "initiated"
    """The partnership decided to hold a review. The latest decision to go ahead (D1) counts."""
    DECISION_NOTIFIED = "decision-notified"
    MEETING_HELD = "meeting-held"
    INFORMATION_COMPLETE = "information-complete"
    """The last awaited document arrived: a meeting's report, an inquest's result."""
    REPORT_SENT = "report-sent"
    """An outside body, such as a coroner, sent a report that must be answered."""
    REPORT_RECEIVED = "report-received"
    RESPONSE_SENT = "response-sent"
    COMPLETED = "completed"
    PUBLISHED = "published"
    """The review was published, or it was decided for good not to publish it (D6). A deferral decides nothing."""


SCREENING_STAGE = "screening"
"""The stage in which it is decided whether to hold a review (D1)."""
CLOSING_STAGE = "closure"
"""The stage in which a review is closed (D7)."""
DECIDED_MOMENTS = (Moment.SCREENED, Moment.INITIATED, Moment.PUBLISHED)
"""Moments that decisions set (D1, D6). People record each other moment, or opening the review does."""


def entered(stage: str) -> str:
    """Returns the trigger of a stage that the review enters."""
    return f"entered-{stage}"


def triggers(stages: Iterable[str]) -> frozenset[str]:
    """Returns everything that a clock can start or stop at: a closed list."""
    return frozenset(Moment) | {entered(each) for each in stages}


class Clock(Setting):
    """A statutory or local time limit: `length` units from the day of `starts`. Day 0 is the trigger's day."""

    code: Code
    length: int = Field(gt=0)
    unit: Unit
    starts: Code
    """The trigger: a `Moment`, or `entered-<stage>`."""
    stops: Code
    """The trigger that stops the clock."""
    source: Words


class Independence(StrEnum):
    FULL = "full"
    """Independent of the case and of every organisation reviewed."""
    BASIC = "basic"
    """No contact with the case and no line management of people in it."""


class Publishing(StrEnum):
    """The place of publication in a type of review."""

    REQUIRED = "required"
    """Closing requires a decision on publication (D6)."""
    DISCRETIONARY = "discretionary"
    """The partnership may decide on publication. Once it has, a deferral or a withdrawal needs another decision."""
    NONE = "none"
    """Nothing of the review is published. Its learning can be released."""


class ReviewType(Setting):
    code: Code
    label: Words
    also_known_as: tuple[Words, ...] = ()
    statutory: bool
    creatable: bool = True
    stages: tuple[Code, ...]
    """The stages in order. A review moves to the next one when the gate between them is met."""
    criteria: tuple[Label, ...]
    clocks: tuple[Code, ...] = ()
    independence: Independence
    involves: tuple[Code, ...] = ()
    """Groups to offer a part (R17, R18)."""
    publication: Publishing = Publishing.DISCRETIONARY
    """The place of publication (R9)."""
    follow_up_rechecks: Annotated[int, Field(ge=0)] = 0
    """The number of dates of `rechecks.months`, from the first, at which closing requires that each change held (R21)."""
    source: Words


class Bar(StrEnum):
    BAR = "bar"
    MITIGATE = "mitigate"


INDEPENDENCE_TESTS = (
    "no-case-contact",
    "no-employment",
    "cooling-off",
    "no-line-of-management",
    "no-commissioning-interest",
    "no-close-relationship",
    "no-financial-interest",
    "no-prior-public-view",
    "not-partnership-officer",
)
"""The known tests (docs/domain.md "Independence").

A rule gives each its meaning. The settings choose tests and consequences.
"""


class IndependenceTest(Setting):
    """A test of the lead's independence (docs/domain.md "Independence")."""

    code: Code
    failing: Words
    """The sentence to show if the test fails."""
    consequence: Bar
    basic: bool = False
    """True if a type with basic independence needs the test too."""


class IndependenceRules(Setting):
    cooling_off_months: int = Field(ge=0)
    tests: tuple[IndependenceTest, ...]


class ContributoryFactor(Label):
    """A class of contributory factors (docs/domain.md "Contributory factors")."""

    individual: bool = False
    """True if the factor lies in a person. Such a factor alone does not explain a finding."""


class Rung(Setting):
    """A step of the ladder.

    It notifies the holders of `to` when `after` working days have passed since the due date. A negative number means
    before it.
    """

    code: Code
    after: int
    to: tuple[Code, ...]


class WaitingRules(Setting):
    """Clocks of those who decide: they agree or refuse a proposal, sign off an action, and record a re-check (AT4)."""

    agree_days: Annotated[int, Field(gt=0)]
    """Working days to answer a proposal of an agency."""
    judge_days: Annotated[int, Field(gt=0)]
    """Working days to sign off a completed action or send it back."""
    record_days: Annotated[int, Field(gt=0)]
    """Working days to record a re-check whose measure the agency offered."""
    put_right_days: Annotated[int, Field(gt=0)]
    """Working days to the new due date of an action that was sent back, unless the judgement gives a date."""
    ladder: tuple[Rung, ...]
    """The ladder of those who decide, in order of `after`. Each rung notifies people who may decide."""
    roles: dict[Code, Code]
    """The role in access tokens of each role on this ladder."""
    repeat_days: Annotated[int, Field(gt=0)]
    """Working days after which the top of a ladder is notified again, until it is done."""
    agree_alone: tuple[Priority, ...] = ()
    """Priorities at which an agency may agree its own action without the partnership."""


class BragRules(Setting):
    """Thresholds of the BRAG colour (docs/domain.md "BRAG")."""

    soon_days: Annotated[int, Field(gt=0)]
    """Working days before the due date from which an action less than half done is amber."""
    half_percent: Annotated[int, Field(gt=0, le=100)]
    quiet_days: Annotated[int, Field(gt=0)]
    """Working days without news of the action after which it is amber."""


class Rechecks(Setting):
    months: tuple[Annotated[int, Field(gt=0)], ...]
    """Months after acceptance."""
    ask_again_months: int = Field(gt=0)
    """Months after `partly` or `cannot-tell`."""
    partly_limit: int = Field(gt=0)
    """The number of re-checks in a row that may find `partly` or `cannot-tell`. The next one decides."""
    early_days: int = Field(ge=0)
    """Calendar days before its date from which a re-check can be recorded."""
    reopened_due_months: int = Field(gt=0)
    """Months to the new epoch's due date after a failed re-check, unless the person who records it gives a date."""


class Digest(Setting):
    hour: time
    """The local time, on working days."""


class Source(Setting):
    title: Words
    edition: Words


class Framework(Setting):
    """The settings in force.

    `edition` rises with every change. Each review keeps the edition that it was opened under.
    """

    edition: int = Field(ge=1)
    effective_from: date
    sources: tuple[Source, ...]
    partnership: Partnership
    calendar: Calendar = Calendar()
    agencies: tuple[Agency, ...]
    roles: tuple[Role, ...]
    """Roles that notices go to. The directory holds the people, never this document."""
    stages: tuple[Label, ...]
    review_types: tuple[ReviewType, ...]
    clocks: tuple[Clock, ...]
    independence: IndependenceRules
    themes: tuple[Label, ...]
    factors: tuple[ContributoryFactor, ...]
    response_days: dict[Priority, Annotated[int, Field(gt=0)]]
    """Working days to answer a finding, by priority."""
    ladder: tuple[Rung, ...]
    """Rungs in order of `after`."""
    waiting: WaitingRules
    brag: BragRules
    rechecks: Rechecks
    digest: Digest
    involvement: InvolvementRules
    feedback: FeedbackRules
    recurrence: Recurrence
    publication: PublicationRules
    learning: LearningRules
    retention: RetentionRules

    def review_type(self, code: str) -> ReviewType | None:
        return next((each for each in self.review_types if each.code == code), None)

    def clock(self, code: str) -> Clock:
        return next(each for each in self.clocks if each.code == code)

    def agency_codes(self) -> frozenset[str]:
        return frozenset(each.code for each in self.agencies)

    def predecessors(self, code: str) -> frozenset[str]:
        """Returns the agencies whose duties this one took over, in one or more steps."""
        direct = {each.code for each in self.agencies if each.successor == code and each.code != code}
        return frozenset(direct).union(*(self.predecessors(each) for each in direct))

    def succeeded(self, code: str, day: date) -> frozenset[str]:
        """Returns the agencies that have ended by that day and whose duties have come to this one, in one or more steps."""
        direct = {each.code for each in self.agencies if each.successor == code and each.to_day and each.to_day < day}
        return frozenset(direct).union(*(self.succeeded(each, day) for each in direct))

    def role_of(self, code: str) -> RoleOf | None:
        """Returns the body that a role belongs to, or None if the role is unknown."""
        return next((each.of for each in self.roles if each.code == code), None)

    def theme_codes(self) -> frozenset[str]:
        return frozenset(each.code for each in self.themes)

    def factor_codes(self) -> frozenset[str]:
        return frozenset(each.code for each in self.factors)

    def individual_factors(self) -> frozenset[str]:
        """Returns the factors that lie in a person."""
        return frozenset(each.code for each in self.factors if each.individual)
