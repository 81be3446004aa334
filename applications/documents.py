"""The papers that City Hall issues: permit, receipt slip, decision and payment notice, as PDF/UA.

Made when they are asked for, from what stands in the database, and kept nowhere. Each in the
language of the page that it is asked from. Call them outside of any transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from applications.allowances import allowances, departments_of, people_of
from applications.asking import Asking
from applications.charges_shown import notice_facts
from applications.document_facts import (
    facilities_of,
    grounds_of,
    row_asked,
    row_of,
    what,
    who,
)
from applications.models import Application, Charge, Paper, Permit
from bookings.models import Visit
from facilities.shown import Fact
from lib import formats, pdf, qr
from lib.references import spaced


@dataclass(frozen=True, slots=True)
class Document:
    """A paper as HTML, ready to be made into a PDF."""

    title: str
    html: str
    language: str

    def as_pdf(self) -> bytes:
        """As PDF/UA-1. Raises `pdf.PaperError` and what it stands for."""
        return pdf.render(self.html, title=self.title, language=self.language)


def rules_of_use() -> list[str]:
    """What is asked of everybody who uses a space, in the active language.

    Seongnam ordinance on the use of open spaces in public facilities, art. 10 to 13.
    """
    return [
        _("Use the spaces only at these times and for this purpose."),
        _("This right may not be handed on, and the spaces may not be let to others."),
        _("Equipment is used only as it was approved."),
        _("Restore the spaces by the end of the time, and let City Hall check them."),
        _("Damage and loss are made good by the user."),
        _("Use may be stopped when rules or conditions are broken, or when safety demands it."),
    ]


def permit_document(permit: Permit, visits: Sequence[Visit], language: str) -> Document:
    """The permit, for the visits that still stand; they come with policy, facility and spaces."""
    application = permit.application
    details = Asking.from_json(application.asked).details
    with translation.override(language):
        heading = permit_title(visits)
        context = {
            "facts": [*who(details), *what(details, application, visits)],
            "visits": [row_of(visit) for visit in visits],
            "allowances": allowances(details),
            "conditions": application.conditions,
            "rules": rules_of_use(),
            "code": spaced(permit.code),
            "qr_svg": qr.svg(address_of(permit), title=_("Address at which the permit is checked")),
            "check_at": f"{settings.SITE_URL}{reverse('applications:permits')}",
            "number": permit.full_number,
        }
        return _document(
            "permit",
            heading,
            permit.full_number,
            permit.issued_at,
            departments_of(visit.facility for visit in visits),
            context,
        )


def permit_title(visits: Sequence[Visit]) -> str:
    """A room is approved for use (이용승인), a plaza is permitted (사용허가): the heading.

    Told by the policy: what stands on the public list of applications, as the ordinances on plazas
    demand, is permitted. A permit for both bears both titles.
    """
    kinds = {bool(visit.policy.is_listed) for visit in visits}
    if kinds == {True}:
        return _("Use permit")
    return _("Use approval and use permit") if True in kinds else _("Use approval")


def address_of(permit: Permit) -> str:
    """What the square code holds: number and code, so that an altered number shows."""
    with translation.override("ko"):
        page = reverse("applications:verify", args=[permit.code])
    return f"{settings.SITE_URL}{page}?{urlencode({'number': permit.full_number})}"


def receipt_document(application: Application, papers: Sequence[Paper], language: str) -> Document:
    """The slip that says that the application was received, and until when it is decided."""
    asking = Asking.from_json(application.asked)
    booking = application.booking
    with translation.override(language):
        facilities = facilities_of(asking.visits)
        facts = [
            Fact(_("Receipt number"), spaced(booking.reference)),
            Fact(_("Received"), formats.moment(application.received_at)),
            Fact(_("To be decided by"), formats.day(application.due_on)),
            *who(asking.details),
            Fact(_("Event"), asking.details.title),
            Fact(_("People"), people_of(asking.details)),
        ]
        if papers:
            names = [f"{paper.get_purpose_display()}: {paper.name}" for paper in papers]
            facts.append(Fact(_("Papers"), "\n".join(names)))
        context = {
            "facts": facts,
            "visits": [row_asked(visit, facilities) for visit in asking.visits],
            "is_change": application.is_change,
        }
        return _document(
            "receipt",
            _("Receipt slip"),
            spaced(booking.reference),
            application.received_at,
            departments_of(facilities.values()),
            context,
        )


def payment_document(charge: Charge, visits: Sequence[Visit], language: str) -> Document:
    """What is to be paid, until when, and what happens otherwise. `visits`: of the booking."""
    application = charge.application
    with translation.override(language):
        facts = [Fact(_("Receipt number"), spaced(application.booking.reference))]
        if application.asked:
            details = Asking.from_json(application.asked).details
            facts += [*who(details), Fact(_("Event"), details.title)]
        context = {"facts": facts, "notice": notice_facts(charge)}
        return _document(
            "payment",
            _("Payment notice"),
            spaced(application.booking.reference),
            application.decided_at or application.received_at,
            departments_of(visit.facility for visit in visits),
            context,
        )


def decision_document(application: Application, visits: Sequence[Visit], language: str) -> Document:
    """What was not approved, the reason, its ground in law and how to object.

    Administrative Procedures Act, art. 23 and 26. `visits`: of the booking, for their policies.
    """
    asking = Asking.from_json(application.asked)
    left_out = set(application.left_out)
    refused = [
        one for number, one in enumerate(asking.visits, 1) if not left_out or number in left_out
    ]
    with translation.override(language):
        facilities = facilities_of(asking.visits)
        context = {
            "facts": [
                Fact(_("Receipt number"), spaced(application.booking.reference)),
                Fact(_("Received"), formats.moment(application.received_at)),
                *who(asking.details),
                Fact(_("Event"), asking.details.title),
            ],
            "visits": [row_asked(visit, facilities) for visit in refused],
            "why": application.why,
            "grounds": grounds_of(visits),
            "is_partly": bool(left_out),
        }
        return _document(
            "decision",
            _("Notice of a part not approved") if left_out else _("Notice of refusal"),
            spaced(application.booking.reference),
            application.decided_at or application.received_at,
            departments_of(facilities.values()),
            context,
        )


def _document(
    name: str,
    title: str,
    number: str,
    at: datetime,
    departments: Sequence[tuple[str, str]],
    context: Mapping[str, Any],
) -> Document:
    """A paper with what all of them bear: number line, date, who issues it, whom to call."""
    language = translation.get_language() or "ko"
    department = departments[0][0] if departments else _("Seongnam City Hall")
    common = {
        "title": title,
        "line": f"{department}-{number}({formats.dated(at)})",
        "dated": formats.dated(at),
        "departments": [f"{one} {formats.phone(phone)}" for one, phone in departments],
    }
    html = render_to_string(f"applications/paper/{name}.html", {**context, **common})
    return Document(f"{title} {number}", html, language)
