"""Who may do what: the one place that turns a grant into an answer."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import Role, RoleGrant, User
from lib import clock

Person = AbstractBaseUser | AnonymousUser


def roles_of(person: Person) -> frozenset[str]:
    """The roles in force today in Seoul; none for who is not signed in or may not sign in."""
    if isinstance(person, User) and person.is_active:
        return person.roles
    return frozenset()


def holds(person: Person, role: str) -> bool:
    """Does the person hold this role today? One role does not include another."""
    return role in roles_of(person)


def works_here(person: Person) -> bool:
    """Does the person hold any role of the city hall today?"""
    return bool(roles_of(person))


def is_desk(person: Person) -> bool:
    """Does the person work at the front desk today?"""
    return holds(person, Role.DESK)


def is_officer(person: Person) -> bool:
    """Is the person an officer (담당자) today?"""
    return holds(person, Role.OFFICER)


def is_administrator(person: Person) -> bool:
    """Is the person an administrator today?"""
    return holds(person, Role.ADMINISTRATOR)


def may_review(person: Person) -> bool:
    """May the person decide, waive, close and change timetables? Officers and administrators."""
    return is_officer(person) or is_administrator(person)


def holders(role: str) -> QuerySet[User]:
    """The active users who hold this role today, each once."""
    grants = RoleGrant.objects.in_force(clock.today()).filter(role=role)
    return User.objects.filter(is_active=True, pk__in=grants.values("user_id"))
