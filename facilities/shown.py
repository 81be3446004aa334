"""A facility as pages show it: ready texts, so that templates only lay them out."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facilities.catalogue import Listing
from facilities.hours_table import hours_table
from facilities.models import Policy
from facilities.models.application_rules import DaysCounted
from facilities.models.places import Basis, HolidayRule
from facilities.models.policies import Decision, PartyKind, PlaceFor
from facilities.parties import GUARDIAN_FROM
from lib import clock, formats


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a list of facts."""

    label: str
    value: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShownFacility:
    """What every page says of a facility."""

    slug: str
    name: str
    summary: str
    floor: str
    capacity: int | None
    department: str
    phone: str
    sample_note: str
    bookable: bool
    applied_for: bool


def shown_facility(listing: Listing) -> ShownFacility:
    """In the active language."""
    facility = listing.facility
    return ShownFacility(
        slug=facility.slug,
        name=facility.name,
        summary=facility.summary,
        floor=", ".join(dict.fromkeys(space.floor for space in listing.spaces)),
        capacity=facility.capacity,
        department=facility.department,
        phone=facility.phone,
        sample_note=facility.sample_note,
        bookable=listing.is_online_on(clock.today()),
        applied_for=listing.is_applied_for_on(clock.today()),
    )


def facts(listing: Listing) -> list[Fact]:
    """The facts of a facility: where, how large, when, whom to ask."""
    facility = listing.facility
    area = sum(space.area_m2 or 0 for space in listing.spaces)
    hours = [f"{line.days} {line.hours}" for line in hours_table(listing)]
    policy = listing.policy_on(clock.today())
    lines = [
        (_("Where"), shown_facility(listing).floor),
        (_("Size"), f"{area:,} m²" if area else ""),
        (_("Capacity"), people_in_words(facility.capacity) if facility.capacity else ""),
        (_("Equipment"), facility.equipment),
        (_("Opening hours"), "; ".join(hours)),
        (_("Public holidays"), HolidayRule(facility.holiday_rule).label if hours else ""),
        (_("Source in law"), policy.ordinance if policy else ""),
        (_("Department"), facility.department),
    ]
    shown = [Fact(str(label), str(value)) for label, value in lines if value]
    phone = formats.phone(facility.phone)
    return [*shown, Fact(_("Phone"), phone, url=f"tel:{facility.phone}")]


def rules_of_use(policy: Policy, listing: Listing | None = None) -> list[str]:
    """What the policy asks, in sentences, before anything is typed."""
    by_session = listing is not None and listing.facility.basis == Basis.SESSION
    is_applied_for = not by_session and policy.decision == Decision.OFFICER
    rules = [_price(policy), _opens(policy)]
    rules += _of_the_party(policy) if by_session else [_lengths(policy)]
    if is_applied_for:
        rules += _of_applying(policy)
    elif policy.closes_days_before:
        rules.append(
            ngettext(
                "Book at least %(days)d day before.",
                "Book at least %(days)d days before.",
                policy.closes_days_before,
            )
            % {"days": policy.closes_days_before}
        )
    rules += [_most(policy)] if _most(policy) else []
    if policy.residents_only:
        rules.append(_("For people who live, work or study in Seongnam."))
    if policy.absent_after_minutes:
        rules.append(
            _(
                "Who has not arrived %(minutes)d minutes after the start is absent, and others get "
                "the place."
            )
            % {"minutes": policy.absent_after_minutes}
        )
    if policy.absent_after_minutes and policy.absences_allowed and policy.suspension_days:
        rules.append(
            ngettext(
                "After %(absences)d absence without cancelling, no bookings for %(days)d days.",
                "After %(absences)d absences without cancelling, no bookings for %(days)d days.",
                policy.absences_allowed,
            )
            % {"absences": policy.absences_allowed, "days": policy.suspension_days}
        )
    return rules


def _of_applying(policy: Policy) -> list[str]:
    """What is to be known where an officer decides."""
    rules = []
    if policy.closes_days_before:
        rules.append(
            _("Apply at least %(days)s before.") % {"days": _days(policy.closes_days_before)}
        )
    decided_within = (
        _working_days(policy.decide_days)
        if policy.decide_days_counted == DaysCounted.WORKING
        else _days(policy.decide_days)
    )
    rules.append(
        _(
            "An officer decides within %(days)s of receipt, and at the latest %(before)s before "
            "use. While the officer asks you for more, the time stands still."
        )
        % {"days": decided_within, "before": _days(policy.decide_days_before_use)}
    )
    if not policy.holds_while_undecided:
        rules.append(
            _("Several may apply for the same time. It belongs to the one that is approved.")
        )
    rules.append(
        _("You may change it until %(days)s before.") % {"days": _days(policy.change_days_before)}
    )
    if _safety_plan(policy):
        rules.append(_safety_plan(policy))
    return rules


def _safety_plan(policy: Policy) -> str:
    """Seongnam ordinance on the safety of outdoor events."""
    peak, day = policy.safety_plan_peak, policy.safety_plan_day
    sizes = [
        text % {"people": people_in_words(number)}
        for text, number in (
            (_("%(people)s at one moment"), peak),
            (_("%(people)s in a day"), day),
        )
        if number
    ]
    if not sizes:
        return ""
    return _("A safety plan goes with it from this size on: %(sizes)s.") % {
        "sizes": ", ".join(sizes)
    }


def _price(policy: Policy) -> str:
    """What use costs, or that it is free."""
    if not policy.fee_won:
        return _("Free of charge.")
    price = _("Fee: %(won)s for %(unit)s") % {
        "won": formats.won(policy.fee_won),
        "unit": policy.get_fee_unit_display(),
    }
    if not policy.night_percent:
        return f"{price}."
    night = _("from %(from)s to %(until)s %(percent)d %% more") % {
        "from": formats.clock_time(policy.night_from),
        "until": formats.clock_time(policy.night_until),
        "percent": policy.night_percent,
    }
    return f"{price}, {night}."


def _opens(policy: Policy) -> str:
    at = formats.clock_time(policy.opens_at)
    if policy.opens_weekday is None:
        return _("Opens %(days)d days before at %(time)s.") % {
            "days": policy.opens_days_before,
            "time": at,
        }
    return _("Each week opens in the week before. Day: %(weekday)s, %(time)s.") % {
        "weekday": policy.get_opens_weekday_display(),
        "time": at,
    }


def _lengths(policy: Policy) -> str:
    return _("From %(shortest)s to %(longest)s.") % {
        "shortest": formats.how_long(timedelta(minutes=policy.min_minutes)),
        "longest": formats.how_long(timedelta(minutes=policy.max_minutes)),
    }


def _of_the_party(policy: Policy) -> list[str]:
    """Who may come, how many together, and until when they are let in."""
    rules = []
    if policy.place_for == PlaceFor.PARTY:
        rules.append(
            _("One place is for one family, however many they are.")
            if policy.party == PartyKind.FAMILY
            else _("One place is for one party, however many they are.")
        )
    if policy.party == PartyKind.FAMILY:
        rules.append(
            _("Children come in together with a grown-up of %(years)d years or older.")
            % {"years": GUARDIAN_FROM}
        )
    if policy.max_child_age is not None:
        rules.append(
            ngettext(
                "For children up to %(years)d year of age.",
                "For children up to %(years)d years of age.",
                policy.max_child_age,
            )
            % {"years": policy.max_child_age}
        )
    if policy.max_party:
        rules.append(
            _("One booking is for at most %(people)s.")
            % {"people": people_in_words(policy.max_party)}
        )
    if policy.officer_from_people:
        rules.append(
            _("From %(people)s on, an officer decides.")
            % {"people": people_in_words(policy.officer_from_people)}
        )
    if policy.last_entry_minutes:
        rules.append(
            _("Last entry: %(time)s before the end.")
            % {"time": formats.how_long(timedelta(minutes=policy.last_entry_minutes))}
        )
    return rules


def _most(policy: Policy) -> str:
    most = (
        (_("%(most)d a day"), policy.max_per_day),
        (_("%(most)d a week"), policy.max_per_week),
        (_("%(most)d a month"), policy.max_per_month),
    )
    limits = ", ".join(text % {"most": number} for text, number in most if number)
    return _("At most: %(limits)s.") % {"limits": limits} if limits else ""


def _days(number: int) -> str:
    return ngettext("%(number)d day", "%(number)d days", number) % {"number": number}


def _working_days(number: int) -> str:
    text = ngettext("%(number)d working day", "%(number)d working days", number)
    return text % {"number": number}


def people_in_words(number: int) -> str:
    """ "5 people", in the active language."""
    return ngettext("%(number)d person", "%(number)d people", number) % {"number": number}
