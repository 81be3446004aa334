"""What there is (set-up), what is taken (occupancy)."""

from facilities.models.closures import Closure
from facilities.models.fee_rules import Reduction
from facilities.models.hours import Holiday, OpeningHours
from facilities.models.occupancy import Occupancy, Slot
from facilities.models.places import Building, Facility, Space
from facilities.models.policies import Policy
from facilities.models.sessions import Allocation, Session, WeeklySession

__all__ = [
    "Allocation",
    "Building",
    "Closure",
    "Facility",
    "Holiday",
    "Occupancy",
    "OpeningHours",
    "Policy",
    "Reduction",
    "Session",
    "Slot",
    "Space",
    "WeeklySession",
]
