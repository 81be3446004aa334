"""Why a calendar is not brought in: each refusal is one function, said to who works here."""

from collections.abc import Callable
from http import HTTPStatus

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lib import fetching, ics_engine, ics_reading
from lib.refusal import Refusal

BROKEN = "broken"  # beside the reasons that the readers give
MEGABYTES = fetching.LARGEST // (1024 * 1024)


def calendar_missing() -> Refusal:
    """Neither an address nor a file, or both."""
    return Refusal(
        "calendar_missing",
        _("A calendar is read from an address or from a file: one of the two."),
        _("Type the address, or choose a file."),
    )


def calendar_has_other_address(name: str, address: str) -> Refusal:
    """Another calendar under its name would take over its events, and call them off as gone."""
    return Refusal(
        "calendar_has_other_address",
        _("The calendar %(name)s is known with another address: %(address)s.")
        % {"name": name, "address": address},
        _("If this is another calendar, choose another name. If its address is new, tick so."),
        status=HTTPStatus.CONFLICT,
    )


def calendar_not_one() -> Refusal:
    """By its content, whatever it is called."""
    return Refusal(
        "calendar_not_one",
        _("This is not a calendar file."),
        _("Ask for the calendar as iCalendar (.ics). A web page that shows it is not the file."),
    )


def calendar_encoding() -> Refusal:
    """RFC 5545 §3.1.4: UTF-8, unless the sender says otherwise."""
    return Refusal(
        "calendar_encoding",
        _("This calendar is not written in the encoding that it says."),
        _("Ask for it in UTF-8, which every calendar application writes today."),
    )


def calendar_too_large() -> Refusal:
    """More bytes than are read."""
    return Refusal(
        "calendar_too_large",
        _("This calendar is too large: a file may have %(most)d MB.") % {"most": MEGABYTES},
        _("Ask for a calendar of the coming year only."),
        status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    )


def calendar_too_many_dates() -> Refusal:
    """An officer looks at every date before it is taken in."""
    most = ics_engine.MOST_DATES
    return Refusal(
        "calendar_too_many_dates",
        ngettext(
            "This calendar has more than %(most)d date within a year.",
            "This calendar has more than %(most)d dates within a year.",
            most,
        )
        % {"most": most},
        _("Ask for a calendar of public events only, without rules that repeat by the minute."),
    )


def calendar_too_much() -> Refusal:
    """Its reader took more time or memory than it may."""
    return Refusal(
        "calendar_too_much",
        _("Reading this calendar takes too long."),
        _("Ask for a smaller one, or enter its events by hand."),
    )


def calendar_broke_reader() -> Refusal:
    """A fault of ours or of a library, which a calendar like this brought to light."""
    return Refusal(
        "calendar_broke_reader",
        _("This calendar could not be read. The fault is with this system, not with you."),
        _("Read it once more. If that does not help, tell the operators: why stands in their log."),
    )


def address_unknown_kind() -> Refusal:
    """Not one of the web, or with a password in it."""
    return Refusal(
        "address_unknown_kind",
        _("This is not the address of a calendar."),
        _("It begins with https://, http:// or webcal://, and has no name or password in it."),
    )


def address_inside() -> Refusal:
    """House rule: who may type an address must not look into the network of the city hall."""
    return Refusal(
        "address_inside",
        _("This address leads into an internal network, or to a port that is not for web pages."),
        _("Save the calendar as a file and choose that, or ask the operators to allow it."),
    )


def address_too_slow() -> Refusal:
    """The server took longer than is waited."""
    return Refusal(
        "address_too_slow",
        _("The server at this address took too long to answer."),
        _("Try again later, or save the calendar as a file and choose that."),
    )


def address_unreachable(detail: str = "") -> Refusal:
    """No such name, nobody there, no valid certificate, or an answer that is an error."""
    return Refusal(
        "address_unreachable",
        _("The address gave no calendar: %(detail)s.") % {"detail": detail}
        if detail
        else _("The address gave no calendar."),
        _("Open the address in your browser. If a file comes, choose that file here."),
    )


def import_not_ready() -> Refusal:
    """It is not read yet, could not be read, or was chosen from already."""
    return Refusal(
        "import_not_ready",
        _("There is nothing to choose from here any more."),
        _("Read the calendar again to see what is new."),
        status=HTTPStatus.CONFLICT,
    )


def import_is_old() -> Refusal:
    """Somebody read the same calendar again meanwhile."""
    return Refusal(
        "import_is_old",
        _("This calendar was read again since then."),
        _("Choose from the newest reading."),
        status=HTTPStatus.CONFLICT,
    )


def entry_not_written() -> Refusal:
    """The database refused it, and it was no colleague who was quicker. Said at the entry."""
    return Refusal(
        "entry_not_written",
        _("This date could not be written. The fault is with this system, not with you."),
        _("Take it out and plan it by hand, and tell the operators: why stands in their log."),
        status=HTTPStatus.CONFLICT,
    )


def no_entry_chosen() -> Refusal:
    """The button was pressed with no box ticked."""
    return Refusal(
        "no_entry_chosen",
        _("Nothing was chosen."),
        _("Tick what is to be taken over, or leave all of it out with the other button."),
    )


_BY_REASON: dict[str, Callable[[], Refusal]] = {
    fetching.NOT_AN_ADDRESS: address_unknown_kind,
    fetching.INSIDE: address_inside,
    fetching.TOO_LARGE: calendar_too_large,
    fetching.TOO_SLOW: address_too_slow,
    fetching.TURNED_AWAY: address_unreachable,
    ics_engine.NOT_A_CALENDAR: calendar_not_one,
    ics_engine.ENCODING: calendar_encoding,
    ics_engine.TOO_MANY_DATES: calendar_too_many_dates,
    ics_reading.TOO_MUCH: calendar_too_much,
    BROKEN: calendar_broke_reader,
}


def refusal_of(reason: str, detail: str = "") -> Refusal:
    """Of a word that a reader gave, in the language of who asks."""
    if reason == fetching.UNREACHABLE:
        return address_unreachable(detail)
    return _BY_REASON[reason]()
