"""A small framework for tests of rules: three agencies, the ladder and re-checks as in the settings, and little else."""

from datetime import date, time

from contracts.framework.document import (
    Agency,
    BragRules,
    ContributoryFactor,
    Digest,
    Framework,
    Independence,
    IndependenceRules,
    Partnership,
    Rechecks,
    ReviewType,
    Role,
    RoleOf,
    Rung,
    Source,
    WaitingRules,
)
from contracts.framework.file import RISK_WORDS, plain
from contracts.framework.involvement import FeedbackRules, InvolvementRules, PartyGroup, Topic, UrgentRung
from contracts.framework.learning import LearningRules, ProductKind, PublicationRules, Recurrence
from contracts.framework.retention import Kept, RetentionRules
from contracts.framework.risk_words import RiskWords
from contracts.framework.setting import Label
from contracts.vocabulary.learning import LearningMode
from contracts.vocabulary.reviews import Priority

KEPT_YEARS = {
    "review": 35,
    "involvement": 35,
    "contribution": 35,
    "concern": 35,
    "response": 2,
    "acknowledgement": 2,
    "reads": 7,
}
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
URGENT = (
    UrgentRung(code="duty-contact", after_minutes=0, to=("duty-contact",)),
    UrgentRung(code="business-unit", after_minutes=30, to=("business-unit",)),
    UrgentRung(code="executive", after_minutes=120, to=("executive",)),
)
DECIDERS = (
    Rung(code="decision-due", after=0, to=("executive",)),
    Rung(code="decision-chair", after=5, to=("group-chair",)),
    Rung(code="decision-lead-partners", after=20, to=("lead-safeguarding-partner", "independent-scrutineer")),
)
ROLES = tuple(dict.fromkeys(role for rung in (*LADDER, *DECIDERS, *URGENT) for role in rung.to))
ROLES_OF_AGENCIES = ("action-owner", "agency-lead")


def labels(*codes: str) -> tuple[Label, ...]:
    return tuple(Label(code=code, label=code.replace("-", " ").capitalize()) for code in codes)


def framework() -> Framework:
    """Returns the settings of no real partnership. Change them with `model_copy(update=...)`."""
    return Framework(
        edition=1,
        effective_from=date(2025, 9, 1),
        sources=(Source(title="A framework for tests", edition="1"),),
        partnership=Partnership(code="testshire", name="Testshire Safeguarding Children Partnership", reference_prefix="TS"),
        agencies=tuple(Agency(code=code, name=code.capitalize()) for code in ("police", "council", "hospital")),
        roles=tuple(
            Role(code=each.code, label=each.label, of=RoleOf.AGENCY if each.code in ROLES_OF_AGENCIES else RoleOf.PARTNERSHIP)
            for each in labels(*ROLES)
        ),
        stages=labels("screening", "findings"),
        review_types=(
            ReviewType(
                code="near-miss-review",
                label="Near miss",
                statutory=False,
                stages=("screening", "findings"),
                criteria=labels("harm-narrowly-avoided"),
                independence=Independence.BASIC,
                source="a source for tests",
            ),
        ),
        clocks=(),
        independence=IndependenceRules(cooling_off_months=36, tests=()),
        themes=labels("neglect", "information-sharing"),
        factors=(ContributoryFactor(code="tools-and-records", label="Tools and records"),),
        response_days={Priority.HIGH: 10, Priority.MEDIUM: 20, Priority.LOW: 30},
        ladder=LADDER,
        waiting=WaitingRules(
            agree_days=10,
            judge_days=10,
            record_days=10,
            put_right_days=20,
            repeat_days=10,
            agree_alone=(Priority.LOW,),
            ladder=DECIDERS,
            roles={
                "executive": "decider",
                "group-chair": "decider",
                "lead-safeguarding-partner": "decider",
                "independent-scrutineer": "scrutineer",
            },
        ),
        brag=BragRules(soon_days=10, half_percent=50, quiet_days=20),
        rechecks=Rechecks(months=(3, 6, 12), ask_again_months=1, partly_limit=3, early_days=14, reopened_due_months=2),
        digest=Digest(hour=time(8)),
        involvement=InvolvementRules(
            groups=(
                PartyGroup(code="surviving-siblings", label="Siblings", one="Sibling", family=True),
                PartyGroup(code="parents-carers", label="Parents", one="Parent", family=True),
                PartyGroup(code="practitioners", label="Practitioners", one="Practitioner", family=False, from_scoping=True),
            ),
            explained=(
                Topic(code="purpose-and-limits", label="Purpose and limits"),
                Topic(code="consent-and-withdrawal", label="Consent and withdrawal"),
                Topic(code="no-blame", label="No blame", practitioners_only=True),
            ),
            deferrals=labels("charge-decision", "trial-end"),
            look_again_weeks=12,
            reminders=2,
            reminder_days=5,
            conduct="Speak to your safeguarding lead.",
            offer_days=20,
            answer_days=20,
            feedback_days=15,
        ),
        feedback=FeedbackRules(
            threshold=5,
            services=labels("school", "health"),
            risk_words=RiskWords.model_validate(plain(RISK_WORDS.read_text(encoding="utf-8"))),
            key_terms=(),
            form_hours=2,
            read_within_days=1,
            coding_days=14,
            reply_days=60,
            chase_days=30,
            urgent_ladder=URGENT,
            urgent_roles={"duty-contact": "facilitator", "business-unit": "business-unit", "executive": "decider"},
            urgent_repeat_minutes=60,
            concern_minutes=15,
            concern_outcome_hours=4,
            concern_referrals=labels("childrens-social-care", "police"),
        ),
        recurrence=Recurrence(times=3, months=24),
        publication=PublicationRules(checks=labels("no-direct-identifiers", "jigsaw-test"), available_months=12),
        retention=RetentionRules(
            **{name: Kept(years=years, source="a source for tests") for name, years in KEPT_YEARS.items()}
        ),
        learning=LearningRules(
            professional_groups=labels("social-worker", "police-response", "midwife"),
            product_kinds=(
                ProductKind(
                    code="factsheet",
                    label="Factsheet",
                    modes=(LearningMode.CONCEPTUALISE,),
                    parts=labels("why-it-matters", "on-monday"),
                ),
                ProductKind(
                    code="discussion-guide",
                    label="Discussion guide",
                    interactive=True,
                    modes=(LearningMode.REFLECT, LearningMode.EXPERIENCE),
                    parts=labels("why-it-matters", "reflect"),
                ),
                ProductKind(
                    code="thematic-presentation",
                    label="Thematic presentation",
                    modes=(LearningMode.EXPERIMENT,),
                    parts=labels(
                        "what-is-common",
                    ),
                    reviews_at_least=2,
                ),
            ),
            channels=labels("forum", "e-mail"),
            plan_formats=2,
            plan_agencies=2,
            reach_days=20,
            reach_percent=70,
        ),
    )
