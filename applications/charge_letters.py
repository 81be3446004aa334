"""The letters about a fee: to be paid, a warning, lapsed, paid, to be paid back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from applications import letters
from applications.models import Charge
from bookings.facts import BookingFacts, moment_of
from bookings.letters import period_of
from bookings.models import Visit
from facilities.models import Reduction
from lib import formats
from lib.references import spaced
from notices.letters import Letter, register


def payment_due(charge: Charge, visits: Sequence[Visit], claimed: Reduction | None) -> None:
    """What is to be paid, and by when; what it would be with the proof of what is claimed."""
    more: dict[str, Any] = {}
    if claimed and claimed.percent > charge.reduction_percent:
        more = {
            "claimed_ko": getattr(claimed, "name_ko", "") or claimed.name,
            "claimed_en": getattr(claimed, "name_en", "") or claimed.name,
            "claimed_percent": claimed.percent,
        }
    _write("applications.payment_due", charge, visits, **more)


def payment_warning(charge: Charge) -> None:
    """It is due tomorrow."""
    _write("applications.payment_warning", charge, _visits(charge))


def payment_lapsed(charge: Charge, visits: Sequence[Visit]) -> None:
    """It was not paid in time: the approval has lapsed."""
    _write("applications.payment_lapsed", charge, visits)


def paid(charge: Charge) -> None:
    """It is paid, or nothing is left to be paid."""
    _write("applications.paid", charge, _visits(charge))


def refund_due(charge: Charge, amount_won: int) -> None:
    """So much is to be paid back."""
    _write("applications.refund_due", charge, _visits(charge), refund_won=amount_won)


def _visits(charge: Charge) -> list[Visit]:
    """The visits that it is for."""
    numbers = [line["visit"] for line in charge.lines]
    rows = Visit.objects.with_places().filter(booking=charge.application.booking)
    return list(rows.filter(number__in=numbers).order_by("number"))


def _write(kind: str, charge: Charge, visits: Sequence[Visit], **more: Any) -> None:
    facts = {
        "fee_won": charge.amount_won - charge.refund_won,
        "credit_won": charge.credit_won,
        "to_pay_won": charge.to_pay,
        "pay_by": charge.due_at.isoformat(),
    }
    letters.write(kind, charge.application, visits, **facts | more)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of letter about a fee."""

    template: str
    subject: str  # marked for translation where it stands

    def __call__(self, facts: Mapping[str, Any]) -> Letter:
        return _letter(self, facts)


KINDS: dict[str, Kind] = {
    "applications.payment_due": Kind(
        "payment_due", gettext_noop("[Seongnam City Hall] Fee to be paid")
    ),
    "applications.payment_warning": Kind(
        "payment_warning", gettext_noop("[Seongnam City Hall] The fee is due tomorrow")
    ),
    "applications.payment_lapsed": Kind(
        "payment_lapsed", gettext_noop("[Seongnam City Hall] Approval lapsed: fee not paid")
    ),
    "applications.paid": Kind("paid", gettext_noop("[Seongnam City Hall] Fee paid")),
    "applications.refund_due": Kind(
        "refund_due", gettext_noop("[Seongnam City Hall] Fee to be paid back")
    ),
}


def _letter(kind: Kind, facts: Mapping[str, Any]) -> Letter:
    booking = cast(BookingFacts, facts)
    path = reverse("applications:application", args=[facts["reference"]])
    is_korean = formats.is_korean()
    context = {
        "facts": facts,
        "reference": spaced(facts["reference"]),
        "visits": [visit | {"period": period_of(visit)} for visit in booking["visits"]],
        "pay_by": formats.moment(moment_of(facts["pay_by"])),
        "fee": formats.won(facts["fee_won"]),
        "credit": formats.won(facts["credit_won"]) if facts["credit_won"] else "",
        "to_pay": formats.won(facts["to_pay_won"]),
        "refund": formats.won(facts.get("refund_won", 0)),
        "claimed": facts.get("claimed_ko" if is_korean else "claimed_en", ""),
        "url": f"{settings.SITE_URL}{path}",
        "site": settings.SITE_URL,
    }
    return Letter(
        subject=f"{_(kind.subject)}: {facts['purpose']}",
        text=render_to_string(f"applications/letters/{kind.template}.txt", context),
        html=render_to_string(f"applications/letters/{kind.template}.html", context),
    )


for _name, _kind in KINDS.items():
    register(_name, _kind)
