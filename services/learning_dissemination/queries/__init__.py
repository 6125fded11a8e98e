"""Views of learning dissemination: the model that each kind is shown as, and the function that makes it."""

from services.chassis.http.views import Views
from services.learning_dissemination.kinds import ACKNOWLEDGEMENT, AUDIENCE, DELIVERY, PLAN, PRODUCT
from services.learning_dissemination.queries.acknowledgements import AcknowledgementShown, acknowledgement_shown
from services.learning_dissemination.queries.audiences import AudienceShown, audience_shown
from services.learning_dissemination.queries.deliveries import DeliveryShown, delivery_shown
from services.learning_dissemination.queries.plans import PlanShown, plan_shown
from services.learning_dissemination.queries.products import ProductShown, product_shown

VIEWS: Views = {
    PLAN.name: (PlanShown, plan_shown),
    PRODUCT.name: (ProductShown, product_shown),
    AUDIENCE.name: (AudienceShown, audience_shown),
    DELIVERY.name: (DeliveryShown, delivery_shown),
    ACKNOWLEDGEMENT.name: (AcknowledgementShown, acknowledgement_shown),
}
