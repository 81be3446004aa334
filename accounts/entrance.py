"""allauth's pages, answering a form that cannot be accepted with its true status."""

from http import HTTPStatus
from typing import Any

from allauth.account import views
from django.http import HttpResponse

from accounts.privacy import SIGN_UP_NOTICE


class TrueStatusMixin:
    """A form with errors is 422, not 200; and `site` stays what it is on every other page."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        facts.pop("site", None)  # allauth's own, which would hide ours
        return facts

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
