"""What officers ask for again and again: the sentence, and what is to be handed in."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.models.application import QuestionKind


@dataclass(frozen=True, slots=True)
class Usual:
    """One of them."""

    kind: str  # QuestionKind, text or paper
    text: Promise


USUAL: dict[str, Usual] = {
    "safety_plan": Usual(QuestionKind.PAPER, _("Please hand in the safety plan.")),
    "eligibility": Usual(
        QuestionKind.PAPER,
        _("Please hand in a proof of eligibility, like the certificate of the organisation."),
    ),
    "layout": Usual(
        QuestionKind.PAPER,
        _("Please hand in a layout plan with stage, booths, vehicles and ways out."),
    ),
    "insurance": Usual(QuestionKind.PAPER, _("Please hand in the insurance of the event.")),
    "programme": Usual(
        QuestionKind.TEXT, _("Please tell how the event proceeds, from set-up to clearing.")
    ),
    "power": Usual(QuestionKind.TEXT, _("Please tell how much power you need, and where.")),
    "vehicles": Usual(
        QuestionKind.TEXT, _("Please tell which vehicles come, when, and where they stand.")
    ),
    "rain": Usual(QuestionKind.TEXT, _("Please tell what you do if it rains.")),
}
