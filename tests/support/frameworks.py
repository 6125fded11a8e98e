"""A small framework for tests of rules: three agencies, the ladder and re-checks of domain.md 7, and little else."""

from datetime import date, time

from contracts.framework import (
    Agency,
    Digest,
    Framework,
    Independence,
    IndependenceRules,
    Label,
    Partnership,
    Rechecks,
    ReviewType,
    Rung,
    Source,
)
from contracts.vocabulary import Priority

LADDER = (
    Rung(code="reminder-10", after=-10, to=("action-owner",)),
    Rung(code="reminder-3", after=-3, to=("action-owner",)),
    Rung(code="due-today", after=0, to=("action-owner",)),
    Rung(code="agency-lead", after=1, to=("agency-lead",)),
    Rung(code="business-unit", after=10, to=("business-unit",)),
    Rung(code="group-chair", after=20, to=("group-chair",)),
    Rung(code="executive", after=40, to=("executive",)),
    Rung(code="lead-partners", after=60, to=("lead-safeguarding-partner", "independent-scrutineer")),
)
ROLES = tuple(dict.fromkeys(role for rung in LADDER for role in rung.to))


def labels(*codes: str) -> tuple[Label, ...]:
    return tuple(Label(code=code, label=code.replace("-", " ").capitalize()) for code in codes)


def framework() -> Framework:
    """Settings of a partnership that is nobody's. Change them with `model_copy(update=...)`."""
    return Framework(
        edition=1,
        effective_from=date(2025, 9, 1),
        sources=(Source(title="A framework for tests", edition="1"),),
        partnership=Partnership(code="testshire", name="Testshire Safeguarding Children Partnership", reference_prefix="TS"),
        agencies=tuple(Agency(code=code, name=code.capitalize()) for code in ("police", "council", "hospital")),
        roles=labels(*ROLES),
        stages=labels("screening", "findings"),
        review_types=(
            ReviewType(
                code="near-miss-review",
                label="Near miss",
                statutory=False,
                stages=("screening", "findings"),
                criteria=labels("harm-narrowly-avoided"),
                independence=Independence.BASIC,
                source="domain.md 1",
            ),
        ),
        clocks=(),
        independence=IndependenceRules(cooling_off_months=36, tests=()),
        themes=labels("neglect", "information-sharing"),
        factors=labels("tools-and-records"),
        response_days={Priority.HIGH: 10, Priority.MEDIUM: 20, Priority.LOW: 30},
        ladder=LADDER,
        rechecks=Rechecks(months=(3, 6, 12), ask_again_months=1, reopened_due_months=2),
        digest=Digest(hour=time(8)),
    )
