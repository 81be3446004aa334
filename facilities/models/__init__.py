"""What there is (set-up), what is taken (occupancy)."""

from facilities.models.closures import Closure
from facilities.models.hours import Holiday, OpeningHours
from facilities.models.occupancy import Occupancy, Slot
from facilities.models.places import Building, Facility, Space
from facilities.models.policies import Policy

__all__ = [
    "Building",
    "Closure",
    "Facility",
    "Holiday",
    "Occupancy",
    "OpeningHours",
    "Policy",
    "Slot",
    "Space",
]
