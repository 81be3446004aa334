"""Applications as the browser finds them: asked about, approved in part, refused, changed."""

import datetime as dt
import uuid
from collections.abc import Sequence

from accounts.models import User
from applications import drafting
from applications.applying import submit, submit_change
from applications.asking import AskedVisit, Asking, Details
from applications.asking_more import Item, ask, propose
from applications.deciding import approve, refuse
from applications.models import Application, Draft
from applications.withdrawing import withdraw
from bookings.models import Booking
from lib import clock
from lib.spans import Span
from tests.browser.moment import NOW, day

YESTERDAY = NOW - dt.timedelta(days=1)


def fill(officer: User, organiser: User, neighbours: Sequence[User]) -> dict[str, str]:
    """Hand in and decide; the references that the pages of the tests need."""
    with clock.stopped(YESTERDAY):
        being_asked = welfare_day(organiser)
        hand_in(neighbours[0], "옛이야기 마당(예시)", visit("plaza-b", 25, "10:00", "16:00"))
        approved = hand_in(
            organiser,
            "겨울 책잔치(예시)",
            visit("hannuri", 30, "10:00", "12:00", 90),
            visit("hannuri", 31, "10:00", "12:00", 90),
            visit("nuri-hall", 30, "10:00", "17:00", 300),
        )
        refused = hand_in(organiser, "할인 판매전(예시)", visit("nuri-hall", 40, "10:00", "17:00"))
        withdrawn = hand_in(organiser, "정월 윷놀이(예시)", visit("plaza-c", 60, "10:00", "15:00"))
        changed = hand_in(organiser, "음악회(예시)", visit("onnuri", 45, "14:00", "17:00", 400))
    ask_about(officer, being_asked)
    approve(
        officer,
        approved,
        0,
        conditions=["이용을 마치면 처음 상태로 되돌리고 확인을 받습니다."],
        left_out=frozenset({3}),
        why="그날 한누리에는 시의 행사가 있습니다.",
    )
    refuse(officer, refused, 0, "물건을 파는 것이 목적인 행사입니다.")
    withdraw(organiser, withdrawn.booking)
    approve(officer, changed, 0)
    submit_change(
        organiser,
        Draft.objects.create(person=organiser, changes=changed.booking),
        asking(organiser, "음악회(예시)", visit("onnuri", 45, "15:00", "18:00", 450)),
        str(uuid.uuid4()),
    )
    draft = Draft.objects.create(
        person=organiser, typed={"title": ["봄맞이 장터(예시)"], "character": ["market"]}
    )
    complete = Draft.objects.create(person=organiser, typed=drafting.typed_from(changed))
    in_the_way = Draft.objects.create(person=organiser, typed=drafting.typed_from(approved))
    change = drafting.from_application(organiser, approved.booking)
    move(complete, day(50))
    plaza = Draft.objects.create(person=organiser, typed=drafting.typed_from(being_asked))
    return {
        "plaza": plaza.reference,
        "complete": complete.reference,
        "in_the_way": in_the_way.reference,
        "change": change.reference,
        "being_asked": being_asked.booking.reference,
        "approved": approved.booking.reference,
        "permit": approved.permit.code,
        "refused": refused.booking.reference,
        "withdrawn": withdrawn.booking.reference,
        "changed": changed.booking.reference,
        "draft": draft.reference,
    }


def move(draft: Draft, to: dt.date) -> None:
    """Its first visit to a day that is free."""
    drafting.save(draft, draft.typed | {"visit-0-day": [to.isoformat()]})


def welfare_day(organiser: User) -> Application:
    """Hall, lobby and plaza on one day, as the welfare fair has it."""
    return hand_in(
        organiser,
        "사회복지 한마당(예시)",
        visit("onnuri", 25, "10:00", "12:00", 500),
        visit("nuri-hall", 25, "10:00", "17:00", 800),
        visit("plaza", 25, "10:00", "17:00", 1500),
        visit("hannuri", 25, "14:00", "16:00", 30),
    )


def ask_about(officer: User, application: Application) -> None:
    """A word, a paper, and another hall."""
    until = clock.seoul(day(4), dt.time(18))
    items = [
        Item("text", "부스 전기 사용량을 알려 주시기 바랍니다.", until),
        Item("paper", "안전관리계획서를 내 주시기 바랍니다.", clock.seoul(day(10), dt.time(18))),
    ]
    ask(officer, application, 0, items)
    application = Application.objects.get(pk=application.pk)
    starts_at = clock.seoul(day(25), dt.time(14))
    span = Span(starts_at, starts_at + dt.timedelta(hours=2))
    number = 4
    text = "한누리 대신 율동관은 어떠신지요? 참가자가 적다면 더 알맞습니다."
    propose(officer, application, application.revision, number, "yuldong", span, text, until)


def visit(slug: str, ahead: int, starts: str, ends: str, people: int = 40) -> AskedVisit:
    """One visit, so many days ahead."""
    starts_at = clock.seoul(day(ahead), dt.time.fromisoformat(starts))
    ends_at = clock.seoul(day(ahead), dt.time.fromisoformat(ends))
    return AskedVisit(slug, Span(starts_at, ends_at), people=people)


def asking(person: User, title: str, *visits: AskedVisit) -> Asking:
    """What is asked for; everybody in it is invented."""
    most = max(one.people for one in visits)
    details = Details(
        title=title,
        purpose="이웃이 함께 어울리는 자리를 마련합니다.",
        character="welfare",
        applicant="organisation",
        ground="organisation_here",
        contact_name=person.name,
        phone=person.mobile,
        email=person.email,
        organisation="여수동 마을모임(예시)",
        registration_number="1208200009",
        representative="한대표",
        is_public=True,
        people_peak=most,
        people_day=most * 2,
        equipment="음향, 책상 20개",
        power_kw=12,
        vehicles=3,
        amplified=True,
        rain_plan="비가 오면 로비로 옮깁니다.",
    )
    return Asking(visits, details)


def hand_in(person: User, title: str, *visits: AskedVisit) -> Application:
    """By the verb that the form uses."""
    draft = Draft.objects.create(person=person)
    booking: Booking = submit(person, draft, asking(person, title, *visits), str(uuid.uuid4()))
    return booking.applications.get()
