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
                "With an application for halls or the plaza: the organisation with its "
                "registration number and representative, what you write about the event, your "
                "answers, and the papers you hand in. An officer's look at them is logged."
            ),
            _(
                "Of children only how many are of which age: 0 to 2, 3 to 5, 6 to 12 years. Never "
                "a name, never a birthday. Of a party that comes without a booking, nothing but "
                "such figures."
            ),
            _(
                "While you wait for a place or something is held for you: the same as with a "
                "booking, and your place in the list."
            ),
            _(
                "Whether and when you arrived, and what was done with your booking: by whom, when "
                "and why."
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
            format_lazy(
                _(
                    "What you wrote in an application, with its papers: one year after the use. A "
                    "draft that nobody touched: {days} days. Of a permit its number, spaces, times "
                    "and decision stay."
                ),
                days=settings.DRAFT_DAYS,
            ),
            _(
                "What you gave for a waiting list: until you have booked, have left the list, or "
                "nothing came free. Then name, phone number, e-mail address and party are "
                "emptied; only that you waited stays with your account."
            ),
            _("An absence counts for one year. After that it is only a figure in the statistics."),
        ),
    ),
    # Article 37-2(4): that it is decided by a program, by which rules, and how to object.
    Item(
        _("What a program decides by itself"),
        _(
            "Whether you can book, whose turn it is in a waiting list, and that somebody who "
            "did not come, once or more often, cannot book there for some time."
        ),
        (
            _(
                "It goes by fixed rules: after how many minutes somebody is absent, how many "
                "absences lead to a suspension, and for how many days. The figures of each "
                "facility stand under Rules of use, on the page of the facility."
            ),
            _(
                "For a suspension it uses only when your bookings began and whether the front desk "
                "noted that you arrived. My bookings shows what is counted and what follows from "
                "it; each absence is also told to you by letter."
            ),
            _(
                "You may ask why, and have a person look at it instead (Personal Information "
                "Protection Act, Article 37-2): call the number below. An officer can waive an "
                "absence, and what followed from it ends at once."
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
        (
            _(
                "If you subscribe to your own bookings with a calendar program, whoever knows the "
                "secret address can read them there. Under My bookings you can renew it; the old "
                "address is void at once."
            ),
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
