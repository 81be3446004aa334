"""Who comes together: a number of people, or grown-ups and children by age. No names, no birthdays.

Personal Information Protection Act, art. 16 and 22-2: of children, only what the rules need.
"""

from dataclasses import dataclass

from facilities.models import Policy
from facilities.models.policies import PlaceFor

GUARDIAN_FROM = 19  # years: of age by the Civil Act, art. 4


@dataclass(frozen=True, slots=True)
class Party:
    """One party. Of a family, the people are those of all ages together."""

    people: int
    guardians: int = 0  # 19 years or older
    children_0_2: int = 0
    children_3_5: int = 0
    children_6_12: int = 0

    @property
    def children(self) -> int:
        return self.children_0_2 + self.children_3_5 + self.children_6_12

    @property
    def oldest_from(self) -> int | None:
        """The youngest that the oldest child can be (years); None without children."""
        bands = ((6, self.children_6_12), (3, self.children_3_5), (0, self.children_0_2))
        return next((years for years, number in bands if number > 0), None)


def family(guardians: int, children_0_2: int, children_3_5: int, children_6_12: int) -> Party:
    """Grown-ups and children who come together."""
    people = guardians + children_0_2 + children_3_5 + children_6_12
    return Party(people, guardians, children_0_2, children_3_5, children_6_12)


def places_for(people: int, policy: Policy) -> int:
    """How many places of a session a party of so many takes."""
    return 1 if policy.place_for == PlaceFor.PARTY else people
