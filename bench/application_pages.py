"""The officers' inbox, an organiser's list and the public list: the same with 20 and with 5,000.

All applications are open and of one organiser, for zones of the plaza over the weeks ahead, so
that many of them are rivals: the hardest that an inbox can be.
"""

import datetime as dt
import logging
from argparse import Namespace
from dataclasses import replace

from django.core.management import call_command

from accounts.models import Role, User
from accounts.verbs import give_role
from applications.asking import AskedVisit, Asking, Details
from applications.models import Application
from bench import load, people, report
from bench.page import Page
from bench.server import bare, ours
from bench.session_pages import Figures, compare, one_size
from bin.report import say, step
from bookings.decision import Decided
from bookings.models import Booking, Contact, Record, Visit
from facilities.models import Facility
from lib import clock
from lib.spans import Span

ZONES = ("plaza-a", "plaza-b", "plaza-c", "plaza-d", "plaza")
AT_A_TIME = 500


def measure(options: Namespace) -> int:
    """Print the figures for each number of applications; 1 when it changed the queries."""
    logging.getLogger("sarangbang.access").setLevel(logging.WARNING)  # a line for each look
    load.furnish()
    call_command("load_cityhall", verbosity=0)
    organiser, officer = User.objects.filter(email__startswith="person-").order_by("email")[:2]
    give_role(officer, Role.OFFICER, by=None)
    measured: list[dict[str, Figures]] = []
    for number in options.applications:
        with step(f"Loading {number:,} applications"):
            grow(organiser, number)
        with bare() as floor, ours() as server:
            if not measured:
                report.headline("The pages of applications")
            measured.append(one_size(server, floor, options, all_pages()))
            say(f"{Application.objects.count():,} applications")
    return compare(measured)


def all_pages() -> list[Page]:
    """What is measured: the first two people are the organiser and the officer."""
    organiser, officer = people.signed_in(0, 2)
    newest = Booking.objects.filter(is_application=True).latest("pk").reference
    return [
        Page("inbox", "/review/", officer.headers),
        Page("one of the inbox", f"/review/applications/{newest}/", officer.headers),
        Page("organiser's list", "/bookings/", organiser.headers),
        Page("organiser's page", f"/applications/{newest}/", organiser.headers),
        Page("public list", "/applications/", {}),
    ]


def grow(organiser: User, number: int) -> None:
    """Fill up to so many, in a few inserts; each with what an application has."""
    zones = {one.slug: one for one in Facility.objects.filter(slug__in=ZONES)}
    first = Application.objects.count()
    for begin in range(first, number, AT_A_TIME):
        _insert(organiser, zones, range(begin, min(begin + AT_A_TIME, number)))


def _insert(organiser: User, zones: dict[str, Facility], which: range) -> None:
    now = clock.now()
    asked = [asking(organiser, index) for index in which]
    bookings = Booking.objects.bulk_create(
        Booking(
            person=organiser,
            state=Decided.SUBMITTED,
            purpose=one.details.title,
            group_name=one.details.organisation,
            is_application=True,
            key=f"bench-application-{index}",
            contents=one.digest(),
            created_at=now,
            changed_at=now,
        )
        for index, one in zip(which, asked, strict=True)
    )
    Contact.objects.bulk_create(
        Contact(booking=one, name=organiser.name, phone=organiser.mobile, email=organiser.email)
        for one in bookings
    )
    Record.objects.bulk_create(
        Record(booking=one, who=organiser, what="applied", at=now) for one in bookings
    )
    Visit.objects.bulk_create(
        Visit(
            booking=booking,
            number=1,
            facility=zones[one.visits[0].slug],
            policy=zones[one.visits[0].slug].policies.latest("valid_from"),
            starts_at=one.visits[0].span.starts_at,
            ends_at=one.visits[0].span.ends_at,
            people=40,
        )
        for booking, one in zip(bookings, asked, strict=True)
    )
    Application.objects.bulk_create(
        Application(
            booking=booking,
            asked=one.as_json(),
            received_at=now,
            counts_from=now,
            due_on=clock.today() + dt.timedelta(days=index % 7),
        )
        for index, (booking, one) in enumerate(zip(bookings, asked, strict=True))
    )


def asking(organiser: User, index: int) -> Asking:
    """A zone for a morning, ten to ninety days ahead."""
    day = clock.today() + dt.timedelta(days=10 + index % 80)
    starts_at = clock.seoul(day, dt.time(9))
    visit = AskedVisit(
        ZONES[index // 80 % len(ZONES)],
        Span(starts_at, starts_at + dt.timedelta(hours=4)),
        people=40,
    )
    return Asking((visit,), replace(DETAILS, title=f"측정 행사 {index}", email=organiser.email))


DETAILS = Details(
    title="",
    purpose="측정",
    character="market",
    applicant="organisation",
    ground="organisation_here",
    contact_name="측정인",
    phone="01000000000",
    email="",
    organisation="측정 모임(예시)",
    people_peak=40,
    people_day=100,
)
