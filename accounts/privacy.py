"""What a person is told of their data: 개인정보 보호법, articles 15 and 22 before giving them, and
article 30 (the privacy policy) at any time.

The core data of a booking stand on the ordinance, not on consent (article 15(1)3), so what is
asked for is that the notice was read. Data that need consent get a consent of their own.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the notice, or one section of the policy."""

    term: Promise
    text: Promise
    more: tuple[Promise, ...] = ()


PURPOSE = Item(
    _("What it is for"),
    _("To receive, decide and carry out bookings and to tell you about them."),
)
COLLECTED = Item(
    _("What is collected"),
    _(
        "Name, e-mail address, mobile phone number, the language of letters and the ground "
        "for use that you state (resident of Seongnam, or working or studying there)."
    ),
)
GROUND = Item(
    _("Legal ground"),
    _(
        "Personal Information Protection Act, Article 15(1)3, with Articles 7 and 8 of the "
        "Seongnam Ordinance on the Use of Open Spaces of Public Facilities. No consent is "
        "needed for this; no resident registration number is ever asked for."
    ),
)
RETENTION = Item(
    _("How long it is kept"),
    _(
        "The account until you leave. The contact data of a booking for one year after its "
        "use, then they are destroyed."
    ),
)
RIGHTS = Item(
    _("Your rights"),
    _(
        "You may see, correct or delete your data, or have their use stopped. Without the "
        "data above an account cannot be made; bookings by phone remain possible."
    ),
)

SIGN_UP_NOTICE: tuple[Item, ...] = (COLLECTED, PURPOSE, GROUND, RETENTION, RIGHTS)

# Article 30(1) and article 31(1) of the decree, in their order as far as they concern us.
POLICY: tuple[Item, ...] = (
    PURPOSE,
    Item(
        COLLECTED.term,
        COLLECTED.text,
        (
            _(
                "With each booking: name, phone number and e-mail address of the contact, the name "
                "of the group if there is one, the purpose and the number of people."
            ),
            _(
                "While the website is used: the IP address, to limit attempts to sign in and the "
                "like, and the time of signing in."
            ),
        ),
    ),
    GROUND,
    Item(
        RETENTION.term,
        RETENTION.text,
        (
            format_lazy(
                _("Letters sent to you: {days} days after sending. Sign-ins: at most two weeks."),
                days=settings.NOTICE_DAYS,
            ),
            _(
                "That a booking was made is kept for statistics, without contact data, purpose and "
                "group."
            ),
        ),
    ),
    Item(
        _("How it is destroyed"),
        _(
            "What has reached its time is deleted from the database by a run each day; an account, "
            "when you ask for it."
        ),
    ),
    Item(
        _("Handing on to others"),
        _(
            "Your data are handed on to nobody, unless Article 17 or 18 of the Personal "
            "Information Protection Act asks or allows it."
        ),
    ),
    Item(
        _("Work given to others"),
        _(
            "Nobody else is charged with handling your data. Letters leave through the mail "
            "server that the city uses, which learns the address and the text of the letter."
        ),
    ),
    Item(
        _("How it is kept safe"),
        _(
            "Only staff with a role that is in force see data of others, and changes by them are "
            "recorded. Passwords are stored in a form that cannot be turned back."
        ),
    ),
    Item(
        RIGHTS.term,
        RIGHTS.text,
        (
            _(
                "You can see and correct your details yourself under My details. For anything else "
                "call the number below, yourself or through your legal representative or somebody "
                "you have authorised; you get an answer within ten days."
            ),
        ),
    ),
    Item(
        _("If your rights were infringed"),
        _(
            "The Personal Information Dispute Mediation Committee (1833-6972) and the Personal "
            "Information Infringement Report Center (118) give advice and mediate."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie that the site sets, why, and for how long."""

    name: str
    text: Promise


COOKIES: tuple[Cookie, ...] = (
    Cookie(settings.SESSION_COOKIE_NAME, _("Keeps you signed in. At most two weeks.")),
    Cookie(
        settings.CSRF_COOKIE_NAME,
        _("Protects forms from being sent by other websites. One year."),
    ),
    Cookie("screen", _("Remembers the text size and the colours that you chose. One year.")),
    Cookie("messages", _("Carries a message to the next page. Until it was shown.")),
)
