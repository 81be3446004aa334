"""What is done to an account. Only these functions and the sign-up write users and grants."""

from django.db import transaction

from accounts.models import Residency, RoleGrant, User
from lib import clock


def update_profile(user: User, *, name: str, mobile: str, language: str, residency: str) -> None:
    """Write what a person says about themself. Another ground for use has to be checked anew.

    The row is read again under its lock: the desk may be checking the ground at this moment.
    """
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=user.pk)
        row.name, row.mobile, row.language = name, mobile, language
        row.claim_residency(residency)
        row.save(update_fields=["name", "mobile", "language", "residency", "residency_verified_at"])


def verify_residency(user: User) -> bool:
    """Note that a document for the claimed ground was seen now; False if there was nothing to note.

    Article 7 has it shown, not kept: only the moment is stored.
    """
    claimed = User.objects.filter(pk=user.pk, residency_verified_at=None)
    noted = claimed.exclude(residency=Residency.NONE).update(residency_verified_at=clock.now())
    return noted == 1


def give_role(user: User, role: str, *, by: User | None) -> RoleGrant:
    """Give a role from today on; `by` is None only where nobody is there to give it yet."""
    grant: RoleGrant = RoleGrant.objects.create(user=user, role=role, granted_by=by)
    user.forget_roles()
    return grant


def end_role(grant: RoleGrant) -> bool:
    """End a grant now, one that has not begun too; False if it had ended already.

    The end is half-open like every end here: today is the first day without the role.
    """
    today = clock.today()
    if grant.ends_on is not None and grant.ends_on <= today:
        return False
    grant.ends_on = max(today, grant.starts_on)
    grant.save(update_fields=["ends_on"])
    grant.user.forget_roles()
    return True
