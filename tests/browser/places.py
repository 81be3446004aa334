"""Every page there is, each with the way to it: what tests/browser/test_accessible.py looks at."""

from urllib.parse import urlencode

from tests.browser.application_places import APPLICATION_PLACES
from tests.browser.event_places import EVENT_PLACES
from tests.browser.moment import day
from tests.browser.place import NEWCOMER, OFFICER, REGULAR, Place, Way, at, done, sent, submit
from tests.browser.staff_event_places import STAFF_EVENT_PLACES
from tests.browser.visit import Visit


def with_an_old_token(here: Visit) -> None:
    """The form was open so long that its security token is gone."""
    here.go(booking_form("moran", 2, "10:00"))
    here.context.clear_cookies(name="csrftoken")
    submit(here)


def with_a_calendar(here: Visit) -> None:
    """My bookings once the calendar has its address, which is asked for only once."""
    here.go("/bookings/")
    button = here.page.locator("main button[name=do][value=make]")
    if button.count():
        with here.page.expect_navigation():
            button.click()
        here.go("/bookings/")


def letter(number: int) -> Way:
    """A letter of the outbox; the first is the newest."""

    def go(here: Visit) -> None:
        here.go("/outbox/")
        with here.page.expect_navigation():
            here.page.locator("main .card h2 a").nth(number).click()

    return go


def link_of_a_letter(here: Visit, ask: Way, part: str) -> None:
    """Have a letter written, then follow its link."""
    ask(here)
    letter(0)(here)
    here.page.locator(f"main pre a[href*='{part}']").first.click()
    here.page.wait_for_load_state()


def new_password(here: Visit) -> None:
    """By the link of the letter."""
    ask = sent("/accounts/password/reset/", email=here.house.regular.email)
    link_of_a_letter(here, ask, "/password/reset/key/")


def address_to_confirm(here: Visit) -> None:
    """By the link of the letter that a changed address brings."""
    address = f"moved-{here.manner.language}@example.com"
    link_of_a_letter(here, sent("/accounts/email/", email=address), "/confirm-email/")


def booking_form(slug: str, ahead: int, start: str) -> str:
    """The form for an hour of a day."""
    return f"/facilities/{slug}/book/?date={day(ahead)}&start={start}&minutes=60"


def closure(slug: str, start: str) -> str:
    """What a closure of tomorrow would hit."""
    asked = {
        "facility": slug,
        "first_day": day(1),
        "first_time": start,
        "last_day": day(1),
        "last_time": "18:00",
        "reason_ko": "누수 수리",
    }
    return f"/review/closures/new/?{urlencode(asked)}"


def timetable(line: str) -> str:
    """What another timetable of the play area would change from tomorrow on."""
    return f"{TIMETABLE}?{urlencode({'lines': line, 'first': day(1), 'why': '강사 사정'})}"


SERIES = booking_form("moran", 7, "09:00").replace("/book/", "/book/series/")
TIMETABLE = "/review/facilities/play/timetable/"
WEEK = "/facilities/moran/?week="
TOO_MANY_FIELDS = "/facilities/?" + "&".join(f"f{number}" for number in range(1001))

PLACES = (
    Place("home", at("/")),
    Place("list", at("/facilities/")),
    Place("search", at(f"/facilities/?date={day(3)}&start=10:00&minutes=60&people=5")),
    Place("search-nothing", at(f"/facilities/?date={day(3)}&people=99999")),
    Place("search-errors", at("/facilities/?date=2020-01-01&people=0"), status=422),
    Place("week", at("/facilities/moran/")),
    Place("week-table", at("/facilities/moran/?view=table")),
    Place("week-list", at("/facilities/moran/?view=list&minutes=120")),
    Place("week-holiday", at(f"{WEEK}2026-12-21")),
    Place("week-past", at(f"{WEEK}2026-11-09")),
    Place("by-phone", at("/facilities/onnuri/")),
    Place("sample-facility", at("/facilities/plaza/")),
    Place("book", at(booking_form("moran", 7, "15:00")), NEWCOMER),
    Place("book-without-time", at("/facilities/moran/book/"), NEWCOMER),
    Place("book-taken", at(booking_form("moran", 7, "09:00")), NEWCOMER),
    Place(
        "book-refused",
        sent(booking_form("moran", 7, "09:00"), purpose="독서 모임", people="5"),
        NEWCOMER,
        409,
    ),
    Place("book-errors", sent("/facilities/moran/book/", people="3", phone="12"), NEWCOMER, 422),
    Place("series", at(SERIES), NEWCOMER),
    Place("series-errors", sent(SERIES, purpose="", times=""), NEWCOMER, 422),
    Place("series-dates", sent(SERIES, purpose="독서 모임", people="5"), NEWCOMER),
    Place("series-too-many", sent(SERIES, purpose="모임", people="5", times="40"), NEWCOMER, 422),
    Place("sessions", at(f"/facilities/play/?week={day(0)}")),
    Place("sessions-next-week", at(f"/facilities/play/?week={day(7)}")),
    Place("sessions-fitness", at(f"/facilities/fitness/?week={day(0)}")),
    Place("sessions-holiday", at("/facilities/fitness/?week=2026-12-21")),
    Place("book-places", at("/facilities/play/book/?session={half}"), NEWCOMER),
    Place("book-places-full", at("/facilities/play/book/?session={full}"), NEWCOMER),
    Place(
        "book-places-refused",
        sent("/facilities/play/book/?session={half}", guardians="0", children_3_5="2"),
        NEWCOMER,
        422,
    ),
    Place(
        "book-places-errors",
        sent("/facilities/play/book/?session={half}", guardians="", phone="12"),
        NEWCOMER,
        422,
    ),
    Place("session-gone", at("/facilities/play/book/?session=222222222222"), NEWCOMER, 410),
    Place("wait", at("/waiting/{wait}/"), REGULAR),
    Place("offer", at("/offers/{offer}/"), REGULAR),
    Place("booking-new", at("/bookings/{coming}/?new=1"), REGULAR),
    Place("booking", at("/bookings/{coming}/"), REGULAR),
    Place("booking-cancelled", at("/bookings/{cancelled}/"), REGULAR),
    Place("booking-too-late", at("/bookings/{too_late}/"), REGULAR),
    Place("booking-series", at("/bookings/{series}/"), REGULAR),
    Place("cancel-series", at("/bookings/{series}/cancel/"), REGULAR),
    Place("visit", at("/bookings/{series}/visits/1/"), REGULAR),
    Place("visit-gone", at("/bookings/{series}/visits/2/"), REGULAR),
    Place(
        "visit-refused", done("/bookings/{series}/visits/1/", "move", start="03:00"), REGULAR, 422
    ),
    Place("visit-errors", done("/bookings/{series}/visits/1/", "move", date=""), REGULAR, 422),
    Place("my-bookings", at("/bookings/"), REGULAR),
    Place("my-calendar", with_a_calendar, REGULAR),
    Place("my-bookings-empty", at("/bookings/"), NEWCOMER),
    Place("cancel", at("/bookings/{coming}/cancel/"), REGULAR),
    Place("cancel-refused", sent("/bookings/{too_late}/cancel/"), REGULAR, 409),
    *APPLICATION_PLACES,
    *EVENT_PLACES,
    *STAFF_EVENT_PLACES,
    Place("subscribe", at("/events/subscribe/")),
    Place("embed", at("/events/embed/")),
    Place("links", at("/events/links/")),
    Place("desk", at("/desk/"), OFFICER),
    Place("desk-tomorrow", at(f"/desk/?day={day(1)}"), OFFICER),
    Place("desk-empty", at("/desk/?day=2027-05-02"), OFFICER),
    Place("desk-errors", at("/desk/?day=2020-01-01"), OFFICER, 422),
    Place("desk-refused", done("/desk/", "let_in", guardians="0", children_3_5="2"), OFFICER, 422),
    Place("desk-let-in-errors", done("/desk/", "let_in", guardians=""), OFFICER, 422),
    Place("desk-session", at("/desk/sessions/{full}/"), OFFICER),
    Place(
        "desk-session-refused",
        done("/desk/sessions/{full}/", "move", position="9", why="어린이가 둘"),
        OFFICER,
        422,
    ),
    Place("desk-session-errors", done("/desk/sessions/{full}/", "move"), OFFICER, 422),
    Place("requests", at("/review/requests/"), OFFICER),
    Place("requests-errors", done("/review/requests/", "refuse"), OFFICER, 422),
    Place("absences", at("/review/absences/"), OFFICER),
    Place("absences-errors", done("/review/absences/", "waive"), OFFICER, 422),
    Place("close", at("/review/closures/new/"), OFFICER),
    Place("close-hits", at(closure("play", "09:00")), OFFICER),
    Place("close-nothing", at(closure("onnuri", "09:00")), OFFICER),
    Place("close-refused", at(closure("play", "09:05")), OFFICER, 422),
    Place("close-errors", at("/review/closures/new/?facility="), OFFICER, 422),
    Place("timetables", at("/review/timetables/"), OFFICER),
    Place("timetable", at(TIMETABLE), OFFICER),
    Place("timetable-change", at(timetable("Tue-Fri 10:00-12:00 9+5")), OFFICER),
    Place("timetable-refused", at(timetable("Tue-Sat 10:00-12:00 1")), OFFICER, 409),
    Place("timetable-errors", at(f"{TIMETABLE}?lines="), OFFICER, 422),
    Place("profile-at-work", at("/accounts/profile/"), OFFICER),
    Place("screen", at("/screen/?next=/facilities/")),
    Place("privacy", at("/privacy/")),
    Place("sign-in", at("/accounts/login/?next=/bookings/")),
    Place(
        "sign-in-errors",
        sent("/accounts/login/", login="nobody@example.com", password="not-this-one"),
        status=422,
    ),
    Place("sign-up", at("/accounts/signup/")),
    Place(
        "sign-up-errors",
        sent(
            "/accounts/signup/",
            name="7",
            email="new@example.com",
            mobile="12",
            password1="1",
            password2="2",
        ),
        status=422,
    ),
    Place("sign-out", at("/accounts/logout/"), NEWCOMER),
    Place("letter-sent", at("/accounts/confirm-email/")),
    Place("address-unknown", at("/accounts/confirm-email/no-such-key/")),
    Place("address-to-confirm", address_to_confirm, NEWCOMER),
    Place("password-reset", at("/accounts/password/reset/")),
    Place("password-reset-errors", sent("/accounts/password/reset/", email="?"), status=422),
    Place("password-reset-sent", at("/accounts/password/reset/done/")),
    Place("password-link-old", at("/accounts/password/reset/key/1-no-such-key/")),
    Place("password-new", new_password),
    Place("password-new-done", at("/accounts/password/reset/key/done/")),
    Place("password-change", at("/accounts/password/change/"), NEWCOMER),
    Place("sign-in-again", at("/accounts/reauthenticate/"), NEWCOMER),
    Place("inactive", at("/accounts/inactive/")),
    Place("address", at("/accounts/email/"), NEWCOMER),
    Place("address-errors", sent("/accounts/email/", email="?"), NEWCOMER, 422),
    Place("profile", at("/accounts/profile/"), REGULAR),
    Place("profile-errors", sent("/accounts/profile/", name="7", mobile="1"), REGULAR, 422),
    Place("outbox", at("/outbox/")),
    Place("letter", letter(0)),
    Place("old-token", with_an_old_token, NEWCOMER, 403),
    Place("not-there", at("/nothing/"), status=404),
    Place("not-yours", at("/bookings/{coming}/"), NEWCOMER, 404),
    Place("forbidden", at("/forbidden/"), status=403),
    Place("not-understood", at(TOO_MANY_FIELDS), status=400),
    Place("broken", at("/broken/"), status=500),
)
