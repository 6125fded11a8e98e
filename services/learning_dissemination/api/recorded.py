"""The routes whose reads are recorded: they show drafts of products (docs/access.md "The log of reads")."""

from services.chassis.http.read_log import Recorded
from services.learning_dissemination.kinds import PRODUCT

RECORDED: Recorded = {"ListProducts": PRODUCT, "ReadProduct": PRODUCT}
