"""How a wait and an offer go: the one place of their states and of the steps between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Waited(models.TextChoices):
    """What becomes of a place in the queue."""

    WAITING = "waiting", _("Waiting")
    OFFERED = "offered", _("Places are held for you")
    BOOKED = "booked", _("Booked")
    LAPSED = "lapsed", _("Not accepted in time")
    LEFT = "left", _("Left the waiting list")
    ENDED = "ended", _("Nothing came free")


class Offered(models.TextChoices):
    """What becomes of an offer."""

    OPEN = "open", _("Held for you")
    ACCEPTED = "accepted", _("Accepted")
    LAPSED = "lapsed", _("Not accepted in time")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back by City Hall")


# States in which somebody stands in a queue, or has just come to its front.
IN_THE_QUEUE = (Waited.WAITING, Waited.OFFERED)
