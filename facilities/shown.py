"""A facility as pages show it: ready texts, so that templates only lay them out."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facilities.catalogue import Listing
from facilities.hours_table import hours_table
from facilities.models import Policy
from facilities.models.places import Basis, HolidayRule
from facilities.models.policies import PartyKind, PlaceFor
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
    rules = [_("Free of charge."), _opens(policy)]
    rules += _of_the_party(policy) if by_session else [_lengths(policy)]
    if policy.closes_days_before:
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


def people_in_words(number: int) -> str:
    """ "5 people", in the active language."""
    return ngettext("%(number)d person", "%(number)d people", number) % {"number": number}
