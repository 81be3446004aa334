"""What a person is told before giving personal data: 개인정보 보호법, articles 15 and 22.

The core data of a booking stand on the ordinance, not on consent (article 15(1)3), so what is
asked for is that the notice was read. Data that need consent get a consent of their own.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the notice."""

    term: Promise
    text: Promise


SIGN_UP_NOTICE: tuple[Item, ...] = (
    Item(
        _("What is collected"),
        _(
            "Name, e-mail address, mobile phone number, the language of letters and the ground "
            "for use that you state (resident of Seongnam, or working or studying there)."
        ),
    ),
    Item(
        _("What it is for"),
        _("To receive, decide and carry out bookings and to tell you about them."),
    ),
    Item(
        _("Legal ground"),
        _(
            "Personal Information Protection Act, Article 15(1)3, with Articles 7 and 8 of the "
            "Seongnam Ordinance on the Use of Open Spaces of Public Facilities. No consent is "
            "needed for this; no resident registration number is ever asked for."
        ),
    ),
    Item(
        _("How long it is kept"),
        _(
            "The account until you leave. The contact data of a booking for one year after its "
            "use, then they are destroyed."
        ),
    ),
    Item(
        _("Your rights"),
        _(
            "You may see, correct or delete your data, or have their use stopped. Without the "
            "data above an account cannot be made; bookings by phone remain possible."
        ),
    ),
)
