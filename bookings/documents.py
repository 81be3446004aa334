"""The pass on paper."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from bookings.attendance import Attended
from bookings.deadlines import next_deadline
from bookings.models import Booking, Visit
from bookings.passes import picture
from bookings.queue_shown import party_in_words
from facilities.wish import call_the_department
from lib import clock, formats, pdf
from lib.references import spaced


def pass_pdf(booking: Booking, visits: Sequence[Visit], language: str) -> bytes:
    """The pass as PDF/UA in the language given. Call it outside any transaction."""
    with translation.override(language):
        title = _("Visitor pass")
        context = {
            "title": title,
            "reference": booking.reference,
            "rows": _rows(booking, visits),
            "qr_svg": picture(booking.reference, title=title),
            "footer": [_("Seongnam City Hall"), call_the_department(visits[0].facility)],
        }
        html = render_to_string("bookings/pass_pdf.html", context)
    return pdf.render(html, title=f"{title} {spaced(booking.reference)}", language=language)


def _rows(booking: Booking, visits: Sequence[Visit]) -> list[tuple[str, str]]:
    standing = [visit for visit in visits if visit.attendance != Attended.CANCELLED] or visits
    rows = _visit_rows(standing)
    if hasattr(booking, "contact"):  # its time may have come
        rows.append((_("Name"), booking.contact.name))
    if booking.purpose:
        rows.append((_("What for"), booking.purpose))
    if booking.group_name:
        rows.append((_("Group"), booking.group_name))
    until = formats.moment(next_deadline(booking, visits, clock.now()))
    rows.append((_("Cancel until"), until))
    return rows


def _visit_rows(visits: Sequence[Visit]) -> list[tuple[str, str]]:
    """Each room and party once, with all its times: twelve visits of a club fit on one page."""
    times: dict[tuple[str, str, str], list[str]] = {}
    for visit in sorted(visits, key=lambda one: one.starts_at):
        alike = (str(visit.facility.name), _place(visit), party_in_words(visit.party))
        times.setdefault(alike, []).append(formats.period(visit.span))
    rows = []
    for (facility, place, party), periods in times.items():
        rows += [
            (_("Facility"), facility),
            (_("Where"), place),
            (_("When"), "\n".join(periods)),
            (_("People"), party),
        ]
    return rows


def _place(visit: Visit) -> str:
    """Floor and address of the facility's spaces."""
    spaces = list(visit.facility.spaces.all())
    return f"{spaces[0].floor}, {spaces[0].building.address}" if spaces else ""
