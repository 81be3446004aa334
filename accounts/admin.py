"""Users and grants in the Django admin, where only administrators come."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.forms import MobileField, NameField
from accounts.models import RoleGrant, User
from accounts.verbs import end_role, verify_residency

# Sign in on the one page that counts attempts; somebody else's session gets 403, not a form.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

# A confirmed address is the person's own word, never an administrator's; and a role is a grant.
admin.site.unregister([EmailAddress, Group])


class UserForm(forms.ModelForm[User]):
    """A user as an administrator edits one; e-mail and password stay the person's own."""

    name = NameField()
    mobile = MobileField(required=False)

    class Meta:
        model = User
        fields = ("name", "mobile", "language", "residency", "is_active")

    def save(self, commit: bool = True) -> User:
        """Another ground for use has to be checked anew, whoever changed it."""
        if "residency" in self.changed_data:
            self.instance.residency_verified_at = None
        return super().save(commit)


class RoleGrantInline(admin.TabularInline[RoleGrant, User]):
    """The roles of a user; new ones are given here."""

    model = RoleGrant
    fk_name = "user"
    fields = ("role", "starts_on", "ends_on", "granted_by", "granted_at")
    readonly_fields = ("granted_by", "granted_at")
    extra = 0
    can_delete = False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    """People sign up themselves; here they are found, corrected, shut out and given roles."""

    form = UserForm
    list_display = ("email", "name", "residency", "is_residency_verified", "is_active")
    list_filter = ("is_active", "residency", "role_grants__role")
    search_fields = ("email", "name", "mobile")
    readonly_fields = ("email", "residency_verified_at", "joined_at", "last_login")
    fields = (
        "email",
        "name",
        "mobile",
        "language",
        "residency",
        "residency_verified_at",
        "is_active",
        "joined_at",
        "last_login",
    )
    inlines = (RoleGrantInline,)
    actions = ("note_ground_as_checked",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    @admin.display(boolean=True, description=_("ground checked"))
    def is_residency_verified(self, user: User) -> bool:
        return user.is_residency_verified

    @admin.action(description=_("Note that the document for the ground for use was seen"))
    def note_ground_as_checked(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """For those chosen who claim a ground that was not checked yet."""
        noted = sum(verify_residency(user) for user in users)
        text = ngettext("Noted for %(count)d person.", "Noted for %(count)d persons.", noted)
        messages.success(request, text % {"count": noted})

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: Any) -> None:
        """Who gives a role is on record."""
        for grant in formset.save(commit=False):
            grant.granted_by = request.user
            grant.save()
        formset.save_m2m()


@admin.register(RoleGrant)
class RoleGrantAdmin(admin.ModelAdmin[RoleGrant]):
    """All grants, past and present: a record. A grant is ended, never deleted or rewritten."""

    list_display = ("user", "role", "starts_on", "ends_on", "granted_by", "granted_at")
    list_filter = ("role",)
    search_fields = ("user__email", "user__name")
    autocomplete_fields = ("user",)
    fields = ("user", "role", "starts_on", "ends_on", "granted_by", "granted_at")
    actions = ("end_now",)

    def get_readonly_fields(self, request: HttpRequest, obj: RoleGrant | None = None) -> Any:
        given = ("granted_by", "granted_at")
        return given if obj is None else ("user", "role", "starts_on", *given)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: RoleGrant, form: Any, change: bool) -> None:
        """Who gives a role is on record; who ends one is in the admin's own log."""
        if not change and isinstance(request.user, User):
            obj.granted_by = request.user
        super().save_model(request, obj, form, change)

    @admin.action(description=_("End the chosen grants now"))
    def end_now(self, request: HttpRequest, grants: QuerySet[RoleGrant]) -> None:
        """From this moment on; those that had ended already stay as they are."""
        ended = [grant for grant in grants.select_related("user") if end_role(grant)]
        for grant in ended:
            self.log_change(request, grant, "ends_on")
        text = ngettext("%(count)d grant ended.", "%(count)d grants ended.", len(ended))
        messages.success(request, text % {"count": len(ended)})
