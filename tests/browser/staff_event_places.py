"""The officers' pages of events."""

from tests.browser.moment import day
from tests.browser.place import OFFICER, Place, Way, at
from tests.browser.visit import Visit

PLAN = "/review/events/new/"
IMPORTS = "/review/events/import/"
OTHERS = "성남 문화누리(예시)"  # known with another address than
ELSEWHERE = "https://library.example/events.ics"
FREE = 103  # days ahead, a week before the series of the scene


def planned(do: str, **values: str) -> Way:
    """The form of a market on zone D, filled in, by that button."""

    def go(here: Visit) -> None:
        at(PLAN)(here)
        fill_in(here, **values)
        press(here, do)

    return go


def fill_in(here: Visit, **values: str) -> None:
    """What an officer types; a list to choose from is chosen from."""
    typed = {
        "title_ko": "여수동 벼룩시장",
        "category": "market",
        "organiser_ko": "여수동 마을모임(예시)",
        "first_day": day(FREE).isoformat(),
        "starts": "13:00",
        "ends": "16:00",
        "place-0-facility": "plaza-d",
        **{name.replace("__", "-"): value for name, value in values.items()},
    }
    for name, value in typed.items():
        field = here.page.locator(f"[name='{name}']")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def press(here: Visit, do: str) -> None:
    """The button that is to be seen, and wait for the answer."""
    with here.page.expect_navigation():
        here.page.locator(f"main button[name=do][value='{do}']:not([tabindex='-1'])").click()


def changed(do: str, **values: str) -> Way:
    """The page of the fair with these values, by that button."""

    def go(here: Visit) -> None:
        at("/review/events/{event_fair}/")(here)
        for name, value in values.items():
            here.page.locator(f"[name='{name}']").fill(value)
        press(here, do)

    return go


def sent(path: str) -> Way:
    """Open it and press the last button of the page."""

    def go(here: Visit) -> None:
        at(path)(here)
        with here.page.expect_navigation():
            here.page.locator("main form button[type=submit]").last.click()

    return go


def asked(**values: str) -> Way:
    """The form that has a calendar read, with these values."""

    def go(here: Visit) -> None:
        at(IMPORTS)(here)
        for name, value in values.items():
            here.page.locator(f"[name='{name}']").fill(value)
        press(here, "ask")

    return go


def none_taken(here: Visit) -> None:
    """The entries of a reading with no box ticked, sent."""
    at("/review/events/import/{import_read}/")(here)
    for box in here.page.locator("[name=entry]").all():
        box.uncheck()
    press(here, "choose")


STAFF_EVENT_PLACES = (
    Place("staff-events", at("/review/events/"), OFFICER),
    Place("staff-events-drafts", at("/review/events/?show=drafts"), OFFICER),
    Place("staff-events-none", at("/review/events/?text=circus"), OFFICER),
    Place("event-plan", at(PLAN), OFFICER),
    Place("event-plan-rows", planned("add-item"), OFFICER),
    Place("event-plan-errors", planned("publish", title_ko="", ends="12:00"), OFFICER, 422),
    Place("event-plan-refused", planned("draft", organiser_ko="", starts="12:05"), OFFICER, 422),
    Place("event-dates", planned("publish", every="week", times="4"), OFFICER),
    Place("event-edit", at("/review/events/{event_fair}/"), OFFICER),
    Place("event-edit-draft", at("/review/events/{event_draft}/"), OFFICER),
    Place("event-edit-series", at("/review/events/{event_moved}/"), OFFICER),
    Place("event-edit-cancelled", at("/review/events/{event_cancelled}/"), OFFICER),
    Place("event-edit-of-booking", at("/review/events/{event_of_booking}/"), OFFICER),
    Place("event-edit-refused", changed("save", starts="09:00"), OFFICER, 422),
    Place("event-publish", at("/review/events/{event_draft}/publish/"), OFFICER),
    Place("event-postpone", at("/review/events/{event_fair}/postpone/"), OFFICER),
    Place("event-cancel", at("/review/events/{event_date}/cancel/"), OFFICER),
    Place("event-cancel-refused", sent("/review/events/{event_date}/cancel/"), OFFICER, 422),
    Place("event-no-step", at("/review/events/{event_cancelled}/cancel/"), OFFICER),
    Place("event-pictures", at("/review/events/{event_draft}/pictures/"), OFFICER),
    Place("event-pictures-errors", sent("/review/events/{event_draft}/pictures/"), OFFICER, 422),
    Place("imports", at(IMPORTS), OFFICER),
    Place("imports-errors", asked(name="", address="a"), OFFICER, 422),
    Place("imports-refused", asked(name="도서관", address="ftp://library.example"), OFFICER, 422),
    Place("imports-moved", asked(name=OTHERS, address=ELSEWHERE), OFFICER, 409),
    Place("import-read", at("/review/events/import/{import_read}/"), OFFICER),
    Place("import-none-ticked", none_taken, OFFICER, 422),
    Place("import-nothing-new", at("/review/events/import/{import_nothing}/"), OFFICER),
    Place("import-failed", at("/review/events/import/{import_failed}/"), OFFICER),
    Place("import-waiting", at("/review/events/import/{import_waiting}/"), OFFICER),
    Place("import-done", at("/review/events/import/{import_done}/"), OFFICER),
    Place("review-announced", at("/review/applications/{approved}/"), OFFICER),
)
