"""The fee of a booking as pages and the payment notice show it: ready texts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from applications.accounting import GONE, KeptLine
from applications.charging import claimed
from applications.models import Charge
from applications.reviewing import Reviewed
from bookings.decision import Decided
from bookings.models import Booking, Visit
from facilities.fees import Line
from facilities.models import Reduction
from facilities.models.fee_rules import FeeUnit
from facilities.shown import Fact
from lib import formats


@dataclass(frozen=True, slots=True)
class ShownRefund:
    """What is paid back of one version. `is_due`: not yet."""

    version: int
    revision: int  # of that version
    amount: str
    is_due: bool
    when: str = ""  # it was paid back


@dataclass(frozen=True, slots=True)
class Choice:
    """A reduction that an officer may confirm."""

    code: str
    name: str
    is_claimed: bool


@dataclass(frozen=True, slots=True)
class ShownCharge:
    """What is to be paid, how it is made up, and how far that is."""

    version: int
    state: str
    tone: str
    sentence: str
    facts: list[Fact]
    to_pay: str  # empty: nothing
    claim: str  # what the fee would be with the proof of what is claimed; empty: nothing claimed
    is_open: bool  # it may be paid, and a proof may be shown


@dataclass(frozen=True, slots=True)
class ShownAccount:
    """All about money of one booking."""

    reference: str
    revision: int  # of the version that is charged
    charge: ShownCharge | None
    refunds: list[ShownRefund]
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What a payment notice (납부고지서) says, in the active language."""

    amount: str  # to pay; in Korean with the words beside it: 금30,000원(금삼만원)
    pay_by: str
    facts: list[Fact]  # the lines and sums
    claim: str
    warning: str


def charge_of(booking: Booking) -> Charge | None:
    """The charge of the newest version that was approved; None: free, or not approved."""
    newest = booking.applications.filter(permit__isnull=False).order_by("number").last()
    if newest is None:
        return None
    found = Charge.objects.select_related("application").filter(application=newest).first()
    if found:
        found.application.booking = booking
    return found


def account_of(booking: Booking, now: datetime) -> ShownAccount | None:
    """What pages show of a booking's money; None: it is free and nothing was ever paid."""
    current = charge_of(booking)
    refunds = _refunds(booking)
    if current is None and not refunds:
        return None
    return ShownAccount(
        reference=booking.reference,
        revision=current.application.revision if current else 0,
        charge=shown_charge(current, now) if current else None,
        refunds=refunds,
        choices=_choices(current, now),
    )


def _refunds(booking: Booking) -> list[ShownRefund]:
    rows = Charge.objects.filter(application__booking=booking, refund_won__gt=0)
    shown = []
    for charge in rows.select_related("application").order_by("application__number"):
        version, revision = charge.application.number, charge.application.revision
        if charge.refunded_won:
            when = formats.moment(charge.refunded_at) if charge.refunded_at else ""
            done = formats.won(charge.refunded_won)
            shown.append(ShownRefund(version, revision, done, is_due=False, when=when))
        if charge.to_refund:
            due = formats.won(charge.to_refund)
            shown.append(ShownRefund(version, revision, due, is_due=True))
    return shown


def _choices(charge: Charge | None, now: datetime) -> list[Choice]:
    """Those that would lower the fee further; what is claimed first."""
    if charge is None or not _is_open(charge, now):
        return []
    mine = claimed(charge.application)
    rows = Reduction.objects.filter(percent__gt=charge.reduction_percent)
    choices = [
        Choice(one.code, f"{one.name} ({one.percent}%)", one.pk == getattr(mine, "pk", None))
        for one in rows
    ]
    return sorted(choices, key=lambda one: not one.is_claimed)


def _is_open(charge: Charge, now: datetime) -> bool:
    application = charge.application
    stands = application.state == Reviewed.APPROVED
    return stands and application.booking.state == Decided.APPROVED and not charge.is_overdue(now)


def shown_charge(charge: Charge, now: datetime) -> ShownCharge:
    """In the active language."""
    state, tone, sentence = _state(charge, now)
    is_open = _is_open(charge, now)
    return ShownCharge(
        version=charge.application.number,
        state=state,
        tone=tone,
        sentence=sentence,
        facts=_facts(charge),
        to_pay=formats.won(charge.to_pay) if is_open and charge.to_pay else "",
        claim=_claim(charge) if is_open else "",
        is_open=is_open,
    )


def _state(charge: Charge, now: datetime) -> tuple[str, str, str]:
    """In a word, its tone, and a sentence that says what to do."""
    due = formats.moment(charge.due_at)
    application = charge.application
    if application.state == Reviewed.LAPSED or charge.is_overdue(now):
        text = _(
            "It was to be paid by %(moment)s. The approval has lapsed, and the spaces are free."
        )
        return _("Not paid in time"), "danger", text % {"moment": due}
    if not _is_open(charge, now):
        return _("Cancelled"), "gray", _("Nothing is to be paid any more.")
    if charge.to_pay:
        text = _("To be paid by %(moment)s. After that the approval lapses.")
        return _("To be paid"), "warning", text % {"moment": due}
    if charge.paid_at:
        paid_at = formats.moment(charge.paid_at)
        return _("Paid"), "success", _("Paid on %(moment)s.") % {"moment": paid_at}
    return _("Nothing to pay"), "success", _("Nothing is left to be paid.")


def _facts(charge: Charge) -> list[Fact]:
    facts = [*_line_facts(charge)]
    if charge.reduction_percent:
        facts.append(Fact(_("Reduction"), f"-{charge.reduction_percent}%", note=_reduction(charge)))
    facts.append(Fact(_("Fee"), formats.won(charge.fee_won)))
    if charge.credit_won:
        facts.append(Fact(_("Paid before"), formats.won(charge.credit_won)))
        facts.append(Fact(_("To pay"), formats.won(charge.to_pay)))
    facts.append(Fact(_("Pay by"), formats.moment(charge.due_at)))
    return facts


def _reduction(charge: Charge) -> str:
    found = Reduction.objects.filter(code=charge.reduction).first()
    name = str(found.name) if found else charge.reduction
    if charge.proof_seen_at is None:
        return name
    seen = _("proof seen on %(day)s") % {"day": formats.day(charge.proof_seen_at)}
    return f"{name}, {seen}"


def _line_facts(charge: Charge) -> list[Fact]:
    """Each visit with what it costs and why."""
    rows = Visit.objects.select_related("facility", "policy").filter(
        booking=charge.application.booking, number__in=[line["visit"] for line in charge.lines]
    )
    visits = {visit.number: visit for visit in rows}
    return [
        _line_fact(kept, visits[kept["visit"]]) for kept in charge.lines if kept["visit"] in visits
    ]


def _line_fact(kept: KeptLine, visit: Visit) -> Fact:
    line = Line.from_json(dict(kept))
    note = f"{formats.period(visit.span)}: {in_words(line)}"
    if visit.policy.fee_counts_setup and (visit.setup_minutes or visit.clearing_minutes):
        note += ", " + _("set-up and clearing included")
    if GONE in kept:
        note += ", " + _("cancelled by City Hall: not charged")
    amount = 0 if GONE in kept else line.amount_won
    return Fact(str(visit.facility.name), formats.won(amount), note=note)


def in_words(line: Line) -> str:
    """How the amount is made up: 10 won × 1,000 m² × (2 h + 1 h at night, 30% more)."""
    if not line.fee_won:
        return _("free of charge")
    parts = [formats.won(line.fee_won)]
    if line.unit == FeeUnit.M2_HOUR:
        parts.append(f"{line.area_m2:,} m²")
    parts.append(_hours_in_words(line))
    text = " × ".join(parts)
    if line.exact_won != line.amount_won:
        rounded = _("rounded down to full %(amount)s") % {
            "amount": formats.won(line.rounds_down_to)
        }
        text += f", {rounded}"
    return text


def _hours_in_words(line: Line) -> str:
    day, night = (
        formats.how_long(timedelta(hours=hours)) for hours in (line.day_hours, line.night_hours)
    )
    if not (line.night_hours and line.night_percent):
        return formats.how_long(timedelta(hours=line.hours))
    at_night = _("%(hours)s at night, %(percent)d%% more") % {
        "hours": night,
        "percent": line.night_percent,
    }
    return f"({day} + {at_night})" if line.day_hours else f"({at_night})"


def _claim(charge: Charge) -> str:
    """What is claimed and would lower the fee, with what it would be."""
    found = claimed(charge.application)
    if found is None or found.percent <= charge.reduction_percent:
        return ""
    return _(
        "A reduction is claimed: %(name)s (%(percent)d%%). Show the proof at City Hall by "
        "%(moment)s: the fee is lower from then on. Until it is seen, the full fee stands."
    ) % {
        "name": found.name,
        "percent": found.percent,
        "moment": formats.moment(charge.due_at),
    }


def notice_facts(charge: Charge) -> NoticeFacts:
    """What the payment notice says, in the active language. The charge comes with its booking."""
    to_pay = charge.to_pay
    return NoticeFacts(
        amount=formats.won_in_words(to_pay) if formats.is_korean() else formats.won(to_pay),
        pay_by=formats.moment(charge.due_at),
        facts=_facts(charge),
        claim=_claim(charge),
        warning=_("If it is not paid by then, the approval lapses and the spaces are free."),
    )


def charge_of_version(booking: Booking, version: int) -> Charge | None:
    """The charge of one version of the booking, for the verbs."""
    rows = Charge.objects.select_related("application__booking")
    return rows.filter(application__booking=booking, application__number=version).first()
