"""allauth's pages, answering a form that cannot be accepted with its true status."""

from http import HTTPStatus
from typing import Any

from allauth.account import views
from django.http import HttpResponse

from accounts.privacy import SIGN_UP_NOTICE


class OurSiteMixin:
    """`site` stays what it is on every other page: the footer and the demo's strip need it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        facts.pop("site", None)  # allauth's own, which would hide ours
        return facts


class TrueStatusMixin(OurSiteMixin):
    """A form with errors is 422, not 200."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


class SignInView(TrueStatusMixin, views.LoginView):  # type: ignore[misc]
    """Sign in by e-mail address and password."""


class SignUpView(TrueStatusMixin, views.SignupView):  # type: ignore[misc]
    """Make an account; the page carries the privacy notice."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "privacy_notice": SIGN_UP_NOTICE}


class PasswordResetView(TrueStatusMixin, views.PasswordResetView):  # type: ignore[misc]
    """Ask for a link to set a new password."""


class PasswordResetFromKeyView(TrueStatusMixin, views.PasswordResetFromKeyView):  # type: ignore[misc]
    """Set a new password by the link."""


class PasswordChangeView(TrueStatusMixin, views.PasswordChangeView):  # type: ignore[misc]
    """Change one's password, signed in."""


class EmailView(TrueStatusMixin, views.EmailView):  # type: ignore[misc]
    """Change one's e-mail address; the new one counts once it is confirmed."""


class EmailVerificationSentView(OurSiteMixin, views.EmailVerificationSentView):  # type: ignore[misc]
    """A letter is on its way, with a link to confirm the address."""


class ConfirmEmailView(OurSiteMixin, views.ConfirmEmailView):  # type: ignore[misc]
    """Confirm the address by that link."""


class PasswordResetDoneView(OurSiteMixin, views.PasswordResetDoneView):  # type: ignore[misc]
    """A letter is on its way, with a link to set a new password."""


class PasswordResetFromKeyDoneView(OurSiteMixin, views.PasswordResetFromKeyDoneView):  # type: ignore[misc]
    """The new password is set."""


class AccountInactiveView(OurSiteMixin, views.AccountInactiveView):  # type: ignore[misc]
    """This account is closed."""
