"""The settings document: the local discretion of one partnership (architecture.md rule 11). One YAML file a deployment."""

from collections.abc import Iterable
from datetime import date, time
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.framework.involvement import FeedbackRules, InvolvementRules
from contracts.framework.learning import LearningRules, PublicationRules, Recurrence
from contracts.framework.setting import Label, Setting, Words
from contracts.vocabulary.reviews import Priority
from contracts.vocabulary.types import Code


class Partnership(Setting):
    code: Code
    name: Words
    reference_prefix: str = Field(pattern=r"^[A-Z]{2,4}$")
    timezone: str = "Europe/London"


class Calendar(Setting):
    """Working days: not Saturday, Sunday or a bank holiday there (domain.md 13), with local one-off days."""

    country: str = "GB"
    subdivision: str = "ENG"
    also_closed: tuple[date, ...] = ()


class Sector(StrEnum):
    """The kind of service that an agency gives."""

    POLICE = "police"
    LOCAL_AUTHORITY = "local-authority"
    HEALTH_BOARD = "health-board"
    """Plans and pays for health services: in England an integrated care board."""
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
    """None if it belongs to none of them."""
    statutory_partner: bool = False


class Unit(StrEnum):
    WORKING_DAYS = "working-days"
    CALENDAR_DAYS = "calendar-days"
    CALENDAR_MONTHS = "calendar-months"


class Moment(StrEnum):
    """What a clock can start or stop at, besides a stage being entered (`entered-<stage>`)."""

    AWARE = "aware"
    """Whoever has the duty learnt of it."""
    DIED = "died"
    NOTIFICATION_SENT = "notification-sent"
    REFERRED = "referred"
    SCREENED = "screened"
    """What to do was decided (D1)."""
    DECISION_NOTIFIED = "decision-notified"
    MEETING_HELD = "meeting-held"
    INFORMATION_COMPLETE = "information-complete"
    """The last of what had to be waited for is there: a meeting's report, an inquest's result."""
    REPORT_SENT = "report-sent"
    """Somebody outside, such as a coroner, sent a report that must be answered."""
    REPORT_RECEIVED = "report-received"
    RESPONSE_SENT = "response-sent"
    COMPLETED = "completed"
    PUBLISHED = "published"


def entered(stage: str) -> str:
    """The trigger of a stage being entered."""
    return f"entered-{stage}"


def triggers(stages: Iterable[str]) -> frozenset[str]:
    """Everything that a clock can start or stop at: a closed list."""
    return frozenset(Moment) | {entered(each) for each in stages}


class Clock(Setting):
    """A statutory or local time limit: `length` units from the day of `starts`; day 0 is the trigger's day."""

    code: Code
    length: int = Field(gt=0)
    unit: Unit
    starts: Code
    """The trigger: a `Moment`, or `entered-<stage>`."""
    stops: Code
    """What meets it: a trigger too."""
    source: Words


class Independence(StrEnum):
    FULL = "full"
    """Independent of the case and of every organisation reviewed."""
    BASIC = "basic"
    """No contact with the case and no line management of people in it."""


class ReviewType(Setting):
    code: Code
    label: Words
    also_known_as: tuple[Words, ...] = ()
    statutory: bool
    creatable: bool = True
    stages: tuple[Code, ...]
    """In order; a review moves from each to the next when the gate between them is met."""
    criteria: tuple[Label, ...]
    clocks: tuple[Code, ...] = ()
    independence: Independence
    involves: tuple[Code, ...] = ()
    """Groups to be offered a part (R17, R18)."""
    publishes: bool = False
    """Whether closing asks for the report, or what is published instead (R9)."""
    follow_up_rechecks: Annotated[int, Field(ge=0)] = 0
    """How many re-checks of each action closing asks for (R21)."""
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
"""Those that can be asked (domain.md 4): what each means is a rule, whether and how strictly it is asked is a setting."""


class IndependenceTest(Setting):
    """A test of the lead's independence (domain.md 4)."""

    code: Code
    failing: Words
    """The sentence shown when it fails."""
    consequence: Bar
    basic: bool = False
    """Asked also where only basic independence is required."""


class IndependenceRules(Setting):
    cooling_off_months: int = Field(ge=0)
    tests: tuple[IndependenceTest, ...]


class Rung(Setting):
    """A step of the ladder: `after` working days past the due date (negative: before) the holders of `to` are told."""

    code: Code
    after: int
    to: tuple[Code, ...]


class Rechecks(Setting):
    months: tuple[Annotated[int, Field(gt=0)], ...]
    """After acceptance."""
    ask_again_months: int = Field(gt=0)
    """After `partly` or `cannot-tell`."""
    reopened_due_months: int = Field(gt=0)
    """The new epoch's due date, after a failed re-check, unless whoever records it gives one."""


class Digest(Setting):
    hour: time
    """Local time, on working days."""


class Source(Setting):
    title: Words
    edition: Words


class Framework(Setting):
    """The settings in force. `edition` rises with every change; each review keeps the edition that it was opened under."""

    edition: int = Field(ge=1)
    effective_from: date
    sources: tuple[Source, ...]
    partnership: Partnership
    calendar: Calendar = Calendar()
    agencies: tuple[Agency, ...]
    roles: tuple[Label, ...]
    """Roles that can be told of something: holders are in the directory, never here."""
    stages: tuple[Label, ...]
    review_types: tuple[ReviewType, ...]
    clocks: tuple[Clock, ...]
    independence: IndependenceRules
    themes: tuple[Label, ...]
    factors: tuple[Label, ...]
    """Classes of contributory factors (domain.md 6b)."""
    response_days: dict[Priority, Annotated[int, Field(gt=0)]]
    """Working days in which an agency answers a finding, by priority."""
    ladder: tuple[Rung, ...]
    """In order of `after`."""
    rechecks: Rechecks
    digest: Digest
    involvement: InvolvementRules
    feedback: FeedbackRules
    recurrence: Recurrence
    publication: PublicationRules
    learning: LearningRules

    def review_type(self, code: str) -> ReviewType | None:
        return next((each for each in self.review_types if each.code == code), None)

    def clock(self, code: str) -> Clock:
        return next(each for each in self.clocks if each.code == code)

    def agency_codes(self) -> frozenset[str]:
        return frozenset(each.code for each in self.agencies)

    def theme_codes(self) -> frozenset[str]:
        return frozenset(each.code for each in self.themes)

    def factor_codes(self) -> frozenset[str]:
        return frozenset(each.code for each in self.factors)
