"""What the review registry's answers cost as findings, reviews and their histories grow."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from benchmarks.slopes.measuring import Names, Row, Stock, get, post
from benchmarks.slopes.seeding import Life, put, put_lives, reference
from benchmarks.slopes.slope import FLAT, LISTED
from contracts.events.review_registry import ReviewScoped
from contracts.vocabulary.actions import ObligationAnswer
from contracts.vocabulary.reviews import AgencyPart
from local.partnership import COUNCIL, FRAMEWORK, POLICE
from services.chassis.rules.calendar import day_of
from services.chassis.rules.decisions import derived
from services.review_registry.domain.others.acknowledgements import Acknowledged
from services.review_registry.domain.others.actions import ActionProgress
from services.review_registry.domain.others.obligations import ObligationProgress
from services.review_registry.domain.others.products import ProductProgress
from services.review_registry.domain.review.state import Review
from services.review_registry.domain.theme import FoundUnder, Theme, theme_id
from services.review_registry.kinds import (
    ACKNOWLEDGED,
    ACTION_PROGRESS,
    OBLIGATION_PROGRESS,
    PRODUCT_PROGRESS,
    REVIEW,
    THEME,
)
from tests.builders.review_registry_closing import in_closure
from tests.component.harness import Component

REGISTRY = "review-registry"
THEME_CODE = "history-not-used"
A_REVIEW = 8
"""Findings of a usual review."""
OPEN = 12
PRODUCT = derived("product")


def review(number: int, findings: int) -> Review:
    """Returns a published review that waits to be closed, with so many findings."""
    whole = in_closure()
    found = tuple(
        whole.findings[0].model_copy(update={"id": derived("finding", str(number), str(each))}) for each in range(findings)
    )
    changes = {"id": derived("review", str(number)), "reference": reference(number), "findings": found}
    return whole.model_copy(update=changes)


def scoped(review: Review) -> ReviewScoped:
    return ReviewScoped(review=review.id, agencies=(POLICE,), parts={POLICE: AgencyPart.CONTRIBUTING}, version_of_scope=1)


def put_followed(component: Component, reviews: Sequence[Review]) -> None:
    """Stores what followed each finding of reviews: two obligations, an action for both, and a product."""
    found = [(each, finding) for each in reviews for finding in each.findings]
    obligations = [
        ObligationProgress(
            id=derived("obligation", finding.id, agency),
            finding=finding.id,
            agency=agency,
            answer=ObligationAnswer.ACTIONS_AGREED,
        )
        for _, finding in found
        for agency in (COUNCIL, POLICE)
    ]
    actions = [ActionProgress(id=derived("action", finding.id), findings=(finding.id,), agency=COUNCIL) for _, finding in found]
    products = [
        ProductProgress(
            id=derived("product", finding.id),
            reviews=(its.id,),
            findings=(finding.id,),
            link="https://learning.example/library/1",
        )
        for its, finding in found
    ]
    put(component, OBLIGATION_PROGRESS, obligations)
    put(component, ACTION_PROGRESS, actions)
    put(component, PRODUCT_PROGRESS, products)


def one_review(component: Component, findings: int) -> Names:
    """Stores a review, its history of twenty entries, and what followed each of its findings."""
    put_followed(component, [review(0, findings)])
    return large_history(component, findings, 20)


def sixty_reviews(component: Component, findings: int) -> Names:
    put(component, REVIEW, [review(each, findings) for each in range(60)])
    return {}


def published_reviews(component: Component, count: int) -> Names:
    put(component, REVIEW, [review(each, A_REVIEW) for each in range(count)])
    return {}


def all_reviews(component: Component, count: int) -> Names:
    """Stores reviews, of which twelve are open."""
    done = {"closed_on": date(2026, 6, 1)}
    reviews = [review(each, A_REVIEW).model_copy(update=done if each >= OPEN else {}) for each in range(count)]
    put(component, REVIEW, reviews)
    return {}


def large_history(component: Component, findings: int, entries: int) -> Names:
    """Stores a review, each entry of whose history holds all its findings."""
    whole = review(0, findings)
    put_lives(component, REVIEW, [Life([whole] * entries, events=(scoped(whole),), filed=True)])
    return {"review": whole.id}


def one_history(component: Component, entries: int) -> Names:
    return large_history(component, A_REVIEW, entries)


def one_product(component: Component, segments: int) -> Names:
    """Stores a review with twenty findings that one product uses, acknowledged by people of so many segments."""
    whole = review(0, 20)
    put(component, REVIEW, [whole])
    findings = tuple(each.id for each in whole.findings)
    put(component, PRODUCT_PROGRESS, [ProductProgress(id=PRODUCT, reviews=(whole.id,), findings=findings)])
    groups = [f"group-{each}" for each in range(segments)]
    put(
        component,
        ACKNOWLEDGED,
        [
            Acknowledged(
                id=derived(PRODUCT, each), product=PRODUCT, agency=POLICE, professional_group=each, period="2026-01", count=9
            )
            for each in groups
        ],
    )
    return {"review": whole.id}


def one_theme(component: Component, findings: int) -> Names:
    """Stores reviews with so many findings under one theme, all of them recent."""
    reviews = [review(each, A_REVIEW) for each in range(max(1, findings // A_REVIEW))]
    put(component, REVIEW, reviews)
    put_followed(component, reviews)
    today = day_of(datetime.now(UTC), FRAMEWORK.partnership.timezone)
    found = tuple(FoundUnder(finding=each.id, review=its.id, on=today) for its in reviews for each in its.findings)
    put(component, THEME, [Theme(id=theme_id(THEME_CODE), code=THEME_CODE, findings=found)])
    return {"theme": THEME_CODE}


FINDINGS = Stock(REGISTRY, "findings of a review", (12, 50, 200), one_review)
LISTED_REVIEWS = Stock(REGISTRY, "findings of each of 60 reviews", (3, 12, 48), sixty_reviews)
REVIEWS = Stock(REGISTRY, "reviews, twelve of them open", (60, 240, 960), all_reviews)
PUBLISHED = Stock(REGISTRY, "published reviews", (20, 80, 320), published_reviews)
HISTORY = Stock(REGISTRY, "entries of its history", (60, 240, 960), one_history)
SEGMENTS = Stock(REGISTRY, "segments that acknowledged", (10, 40, 160), one_product)
FOUND = Stock(REGISTRY, "findings of a theme", (32, 128, 512), one_theme)

ROWS = (
    Row("register: a page of 50 reviews", LISTED_REVIEWS, get("business-unit", "/reviews?limit=50"), FLAT),
    Row("register: a page of 20", REVIEWS, get("business-unit", "/reviews?limit=20"), FLAT),
    Row("/waiting of the registry", REVIEWS, get("business-unit", "/waiting"), FLAT),
    Row("findings with progress", FINDINGS, get("business-unit", "/reviews/{review}/findings"), LISTED),
    Row("20 findings of one product", SEGMENTS, get("business-unit", "/reviews/{review}/findings"), FLAT),
    Row("gate: closing", FINDINGS, get("decider", "/reviews/{review}/gates/closing"), LISTED),
    Row("public review", FINDINGS, get("", "/public/reviews/{review}"), LISTED),
    Row("public list: a page of 10", PUBLISHED, get("", "/public/reviews?limit=10"), FLAT),
    Row("history of a review: a page of 20", HISTORY, get("decider", "/reviews/{review}/history?limit=20"), FLAT),
    Row("thread of a review: a page of 20", HISTORY, get("decider", "/threads/{review}?limit=20"), FLAT),
    Row("history of 20 entries of a review", FINDINGS, get("decider", "/reviews/{review}/history"), FLAT),
    Row("thread of 20 entries of a review", FINDINGS, get("decider", "/threads/{review}?limit=20"), FLAT),
    Row(
        "command: subject list of a review",
        FINDINGS,
        post("business-unit", "/reviews/{review}/subjects", {"subjects": ["Rosebank"]}),
        LISTED,
        again=False,
    ),
    Row("theme's page", FOUND, get("business-unit", "/themes/{theme}"), LISTED),
    Row("themes", FOUND, get("business-unit", "/themes"), LISTED),
)
