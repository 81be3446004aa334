"""The set-up in the Django admin, where only administrators come.

What is taken (occupancies, slots) is nobody's to edit: it changes by the verbs alone.
"""

from facilities.admin.closures import ClosureAdmin
from facilities.admin.holidays import HolidayAdmin
from facilities.admin.places import BuildingAdmin, FacilityAdmin, SpaceAdmin
from facilities.admin.policies import PolicyAdmin
from facilities.admin.reductions import ReductionAdmin

__all__ = [
    "BuildingAdmin",
    "ClosureAdmin",
    "FacilityAdmin",
    "HolidayAdmin",
    "PolicyAdmin",
    "ReductionAdmin",
    "SpaceAdmin",
]
