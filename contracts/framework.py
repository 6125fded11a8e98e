"""The settings document: the local discretion of one partnership (architecture.md rule 11). One YAML file a deployment."""

from datetime import date, time
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from contracts.vocabulary import Code, Priority


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Partnership(Part):
    code: Code
    name: str
    reference_prefix: str = Field(pattern=r"^[A-Z]{2,4}$")
    timezone: str = "Europe/London"


class Calendar(Part):
    """Working days: not Saturday, Sunday or a bank holiday there (domain.md 13), with local one-off days."""

    country: str = "GB"
    subdivision: str = "ENG"
    also_closed: tuple[date, ...] = ()


class Agency(Part):
    code: Code
    name: str
    statutory_partner: bool = False


class Label(Part):
    """A code with the words for it."""

    code: Code
    label: str


class Unit(StrEnum):
    WORKING_DAYS = "working-days"
    CALENDAR_DAYS = "calendar-days"
    CALENDAR_MONTHS = "calendar-months"


class Clock(Part):
    """A statutory or local time limit: `length` units from the day of `starts`; day 0 is the trigger's day."""

    code: Code
    length: int = Field(gt=0)
    unit: Unit
    starts: Code
    """The trigger: `referred`, `screened`, or `entered-<stage>`."""
    stops: Code
    """What meets it: `entered-<stage>`."""
    source: str


class Independence(StrEnum):
    FULL = "full"
    """Independent of the case and of every organisation reviewed."""
    BASIC = "basic"
    """No contact with the case and no line management of people in it."""


class ReviewType(Part):
    code: Code
    label: str
    also_known_as: tuple[str, ...] = ()
    statutory: bool
    creatable: bool = True
    stages: tuple[Code, ...]
    """In order; a review moves from each to the next when the gate between them is met."""
    criteria: tuple[Label, ...]
    clocks: tuple[Code, ...] = ()
    independence: Independence
    source: str


class Bar(StrEnum):
    BAR = "bar"
    MITIGATE = "mitigate"


class IndependenceTest(Part):
    """A test of the lead's independence (domain.md 4)."""

    code: Code
    failing: str
    """The sentence shown when it fails."""
    consequence: Bar
    basic: bool = False
    """Asked also where only basic independence is required."""


class IndependenceRules(Part):
    cooling_off_months: int = Field(ge=0)
    tests: tuple[IndependenceTest, ...]


class Rung(Part):
    """A step of the ladder: `after` working days past the due date (negative: before) the holders of `to` are told."""

    code: Code
    after: int
    to: tuple[Code, ...]


class Rechecks(Part):
    months: tuple[int, ...]
    """After acceptance."""
    ask_again_months: int = Field(gt=0)
    """After `partly` or `cannot-tell`."""
    reopened_due_months: int = Field(gt=0)
    """The new epoch's due date, after a failed re-check, unless whoever records it gives one."""


class Digest(Part):
    hour: time
    """Local time, on working days."""


class Source(Part):
    title: str
    edition: str


class Framework(Part):
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
    response_days: dict[Priority, int]
    """Working days in which an agency answers a finding, by priority."""
    ladder: tuple[Rung, ...]
    """In order of `after`."""
    rechecks: Rechecks
    digest: Digest

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
