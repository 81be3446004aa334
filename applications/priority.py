"""Who comes first among those who want the same time: pure."""

from applications.asking import Applicant, Character, Details
from facilities.models.application_rules import Priority

LAST = 9
_ARTS = frozenset({Character.PERFORMANCE, Character.EXHIBITION})


def class_of(details: Details, rule: str) -> int:
    """The priority class, the lowest first; `LAST` where only receipt counts.

    Seongnam ordinance on the use of landscape plazas: on one day the order of receipt, but first
    (1) what state and city hold in the public interest, (2) performances and exhibitions,
    (3) what is for children and young people.
    """
    if rule != Priority.LANDSCAPE_PLAZA:
        return LAST
    if details.applicant == Applicant.PUBLIC_BODY:
        return 1
    if details.character in _ARTS:
        return 2
    return 3 if details.character == Character.CHILDREN else LAST
