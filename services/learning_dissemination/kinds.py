"""Every kind of document that learning dissemination keeps."""

from services.chassis.store.kinds import Kind
from services.chassis.store.retained import retained
from services.learning_dissemination.domain import retention
from services.learning_dissemination.domain.acknowledgement import state as acknowledgement
from services.learning_dissemination.domain.audience import state as audience
from services.learning_dissemination.domain.delivery import measuring
from services.learning_dissemination.domain.delivery import state as delivery
from services.learning_dissemination.domain.others import actions, feedback, findings
from services.learning_dissemination.domain.plan import state as plan
from services.learning_dissemination.domain.point import state as point
from services.learning_dissemination.domain.product import state as product
from services.learning_dissemination.domain.tally import counting as tally_counting
from services.learning_dissemination.domain.tally import state as tally

POINT = Kind(
    name="point",
    state=point.LearningPoint,
    keys=point.keys,
    threads=point.threads,
    readers=point.readers,
    indexed=("findings", "review", "themes"),
)
PLAN = Kind(name="plan", state=plan.Plan, keys=plan.keys, threads=plan.threads, readers=plan.readers, indexed=("review",))
PRODUCT = Kind(
    name="product",
    state=product.Product,
    keys=product.keys,
    threads=product.threads,
    readers=product.readers,
    indexed=(
        "points",
        "reviews",
        "to_check",
        "library_themes",
        "themes",
        ("in_library", "kind"),
        "in_library",
        "status",
        "kind",
    ),
)
KNOWN_ACTION = Kind(
    name="known-action", state=actions.KnownAction, keys=actions.keys, threads=actions.threads, indexed=("findings",)
)
KNOWN_FINDING = Kind(name="known-finding", state=findings.KnownFinding, keys=findings.keys, threads=findings.threads)
HEARD = Kind(name="heard", state=feedback.Heard, keys=feedback.keys, threads=feedback.threads, indexed=("theme",))
AUDIENCE = Kind(
    name="audience",
    state=audience.Audience,
    keys=audience.keys,
    threads=audience.threads,
    readers=audience.readers,
    indexed=("agency", "needs"),
)
DELIVERY = Kind(
    name="delivery",
    state=delivery.Delivery,
    keys=delivery.keys,
    threads=delivery.threads,
    alarm=measuring.alarm,
    ring=measuring.ring,
    readers=delivery.readers,
    indexed=("product", "themes", "agencies", "status"),
    ordered=("on",),
)
ACKNOWLEDGEMENT = retained(
    Kind(
        name="acknowledgement",
        state=acknowledgement.Acknowledgement,
        keys=acknowledgement.keys,
        threads=acknowledgement.threads,
        readers=acknowledgement.readers,
        indexed=("product", ("person_ref", "agency")),
    ),
    retention.ACKNOWLEDGEMENT,
)
TALLY = Kind(
    name="tally",
    state=tally.Tally,
    keys=tally.keys,
    threads=tally.threads,
    alarm=tally_counting.alarm,
    ring=tally_counting.ring,
    readers=tally.readers,
    indexed=("product",),
)
KINDS: tuple[Kind, ...] = (POINT, PLAN, PRODUCT, KNOWN_ACTION, KNOWN_FINDING, HEARD, AUDIENCE, DELIVERY, ACKNOWLEDGEMENT, TALLY)
