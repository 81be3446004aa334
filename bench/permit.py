"""What a permit of twelve visits costs as PDF, beside an empty page of the same style.

The permit is a real one: handed in and approved by the verbs, read from the database as its view
reads it, written as HTML, made into PDF/UA by a process of its own. The empty page takes the same
way with nothing on it. A second permit bears names of the rarest syllables, whose fonts come in
parts. One round makes all three, one after the other; the ratio is that of the medians.
"""

import statistics
import time
import uuid
from argparse import Namespace
from collections.abc import Callable
from datetime import date, timedelta
from datetime import time as time_of_day
from io import BytesIO

from django.template.loader import render_to_string
from django.utils import translation
from pypdf import PdfReader

from accounts.models import User
from applications.applying import judge, submit
from applications.asking import AskedVisit, Asking, Details
from applications.deciding import approve
from applications.documents import permit_document
from applications.models import Draft, Permit
from applications.permit_standing import standing
from applications.permits_found import permits
from bench import load, report
from bin.report import say, step
from lib import clock, pdf
from lib.spans import Span

ZONE = "plaza-b"
VISITS = 12
GOAL = 2
BESIDE = "The empty page: the same head, style sheet and fonts, and no word in it."
USUAL, RARE = "여수동 복지모임(예시)", "긢뙗뷁쫽힣 복지모임(예시)"


def measure(options: Namespace) -> int:
    """Print the figures; 1 when a permit does not hold what it must."""
    with step("Applying and approving"):
        load.furnish()
        people = User.objects.filter(email__startswith="person-").order_by("email")[:2]
        usual, rare = (
            permit_of(person, name, shift)
            for person, name, shift in zip(people, (USUAL, RARE), (0, VISITS), strict=True)
        )
    report.headline(f"A permit of {VISITS} visits as PDF", BESIDE)
    jobs = {
        "empty page": empty_page,
        "permit": lambda: permit_page(usual),
        "permit, rare syllables": lambda: permit_page(rare),
    }
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    made: dict[str, bytes] = {}
    for number in range(options.rounds + 1):
        for name, job in jobs.items():
            took, made[name] = timed(job)
            if number:  # the first round warms up the caches of the files
                seconds[name].append(took)
    conclude(seconds, made)
    return 0 if holds(made["permit"], USUAL) and holds(made["permit, rare syllables"], RARE) else 1


def permit_of(person: User, organisation: str, shift: int) -> Permit:
    """Twelve days of a zone of the plaza, applied for and approved; `shift` days later."""
    first = clock.today() + timedelta(days=10 + shift)
    asked = [
        AskedVisit(ZONE, day_span(first + timedelta(days=number)), people=300)
        for number in range(VISITS)
    ]
    details = Details(
        title=f"{organisation} 한마당",
        purpose="이웃을 알리고 함께 어울립니다.",
        character="welfare",
        applicant="organisation",
        ground="organisation_here",
        contact_name=person.name,
        phone="01000000000",
        email=person.email,
        organisation=organisation,
        representative="한대표",
        people_peak=300,
        people_day=900,
        vehicles=3,
        amplified=True,
        power_kw=5,
        rain_plan="로비로 옮깁니다.",
    )
    asking = Asking(tuple(asked), details)
    for judged in judge(person, asking):
        if judged.refusal:
            raise LookupError(f"{judged.asked.span}: {judged.refusal.message}")
    booking = submit(person, Draft.objects.create(person=person), asking, str(uuid.uuid4()))
    conditions = [f"{number}번째 승인조건을 지키시기 바랍니다." for number in range(1, 6)]
    version = approve(person, booking.applications.get(), 0, conditions=conditions)
    return Permit.objects.get(application=version)


def day_span(day: date) -> Span:
    """From 10:00 to 17:00 in Seoul."""
    return Span(clock.seoul(day, time_of_day(10)), clock.seoul(day, time_of_day(17)))


def permit_page(permit: Permit) -> bytes:
    """As its view makes it."""
    found = permits().get(pk=permit.pk)
    visits = standing(found, clock.now()).visits
    return permit_document(found, visits, "ko").as_pdf()


def empty_page() -> bytes:
    """A paper of the same style with nothing on it."""
    with translation.override("ko"):
        html = render_to_string("applications/paper/base.html", {"title": "빈 쪽"})
    head = html.partition("<body")[0]
    return pdf.render(f'{head}<body class="official"></body></html>', title="빈 쪽", language="ko")


def timed(job: Callable[[], bytes]) -> tuple[float, bytes]:
    """Seconds, and what was made."""
    began = time.perf_counter()
    made = job()
    return time.perf_counter() - began, made


def holds(document: bytes, organisation: str) -> bool:
    """Do all visits stand on it, and the name as it was given?"""
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(document)).pages)
    text = "".join(text.split())
    return text.count("10:00~17:00") == VISITS and "".join(organisation.split()) in text


def conclude(seconds: dict[str, list[float]], made: dict[str, bytes]) -> None:
    """The medians, and each over the empty page."""
    medians = {name: statistics.median(taken) for name, taken in seconds.items()}
    floor = medians["empty page"]
    report.table(
        ("", "ms", "least", "most", "pages", "kB", "over empty"),
        [
            (
                name,
                report.milliseconds(medians[name]),
                report.milliseconds(min(taken)),
                report.milliseconds(max(taken)),
                len(PdfReader(BytesIO(made[name])).pages),
                f"{len(made[name]) / 1000:.0f}",
                f"{medians[name] / floor:.2f}",
            )
            for name, taken in seconds.items()
        ],
    )
    say("")
    for name in list(medians)[1:]:
        report.goal(f"{name} over empty page", medians[name] / floor, GOAL)
