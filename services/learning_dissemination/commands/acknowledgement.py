"""Commands on acknowledgements."""

from contracts.vocabulary.roles import PRACTITIONER, STAFF
from services.chassis.room.room import Room, states_of
from services.chassis.room.tables import Command
from services.chassis.rules.decisions import Actor
from services.chassis.store.parts import Nothing
from services.learning_dissemination.domain.acknowledgement.acknowledging import AcknowledgeLearning, acknowledge_learning
from services.learning_dissemination.domain.acknowledgement.state import acknowledgement_id, person_and_product
from services.learning_dissemination.domain.product.state import Standing
from services.learning_dissemination.facts import standing_of
from services.learning_dissemination.kinds import ACKNOWLEDGEMENT

ACKNOWLEDGES = frozenset({*STAFF, PRACTITIONER})


async def identity(room: Room, command: AcknowledgeLearning, actor: Actor) -> str:
    """Returns one id for each product, agency and person. After a rotation of keys, it finds the id of the earlier key."""
    source = person_and_product(command.product, actor.agency, actor.person_ref)
    ids = [acknowledgement_id(each) for each in room.keyring.fingerprints(source)]
    known = await states_of(room, ACKNOWLEDGEMENT, ids, part=Nothing)
    return next(iter(known), ids[0])


async def product_named(room: Room, id_: str, command: AcknowledgeLearning) -> Standing | None:
    """Loads the product that the command names, without its texts and sources."""
    return await standing_of(room, command.product)


COMMANDS: tuple[Command, ...] = (
    Command(
        "/acknowledgements",
        ACKNOWLEDGEMENT,
        AcknowledgeLearning,
        acknowledge_learning,
        ACKNOWLEDGES,
        creates=True,
        identity=identity,
        facts=product_named,
    ),
)
