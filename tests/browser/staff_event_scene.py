"""Events as officers find them: a draft with a picture, a series, a fair, one of a booking."""

import io
from dataclasses import replace

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import User
from applications.announcing import publish_event
from bookings.models import Booking
from events.as_it_stands import wanted_of
from events.editing import Edit, edit
from events.models import Event
from events.picturing import Alt, add
from events.planning import plan, plan_series
from events.publishing import cancel
from events.wanted import EventWanted
from facilities.recurring import Every, Rule
from tests.browser import import_scene
from tests.browser.event_places import FAIR_ON, SERIES_FROM
from tests.browser.moment import day
from tests.events.samples import fair, market

DRAFT_ON = 89  # days ahead, a Saturday too


def fill(officer: User, known: dict[str, str]) -> dict[str, str]:
    """Plan and publish by the verbs; the references that the pages of the tests need."""
    draft = plan(officer, market(day(DRAFT_ON), "plaza-d"))
    add(
        officer,
        draft,
        0,
        picture(),
        Alt("광장에 늘어선 장터 천막", "Tents of a market on the plaza"),
    )
    dates = plan_series(
        officer,
        market(day(SERIES_FROM), "plaza-d"),
        Rule(Every.TWO_WEEKS, day(SERIES_FROM), times=5),
        publish=True,
    )
    moved = wanted_of(dates[1]).shifted(1)
    edit(dates[1], 1, Edit(officer, moved, reason_ko="비가 와서 하루 미룸", reason_en="Rain"))
    cancel(officer, dates[2], 1, "명절 연휴", "Holidays")
    of_booking = publish_event(officer, Booking.objects.get(reference=known["approved"]))
    # One whose change waits for its approval, which changes the event too.
    publish_event(officer, Booking.objects.get(reference=known["changed"]))
    return {
        "event_draft": draft.reference,
        "event_date": dates[0].reference,
        "event_moved": dates[1].reference,
        "event_cancelled": dates[2].reference,
        "event_fair": the_fair(officer).reference,
        "event_of_booking": of_booking.reference,
        **import_scene.fill(officer),
    }


def the_fair(officer: User) -> Event:
    """In many places, with a programme."""
    wanted: EventWanted = fair(day(FAIR_ON))
    about = replace(wanted.about, text_ko="복지 기관이 한자리에 모입니다.", phone="0310000101")
    return plan(officer, replace(wanted, about=about), publish=True)


def picture() -> SimpleUploadedFile:
    """A plain ground with a row of tents."""
    drawn = Image.new("RGB", (640, 400), "#dfe9f2")
    for number, colour in enumerate(("#c0392b", "#2e86c1", "#27ae60", "#b9770e")):
        drawn.paste(colour, (40 + number * 150, 180, 150 + number * 150, 340))
    file = io.BytesIO()
    drawn.save(file, "PNG")
    return SimpleUploadedFile("tents.png", file.getvalue())
