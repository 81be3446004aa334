"""allauth's pages, answering a form that cannot be accepted with its true status."""

from http import HTTPStatus
from typing import Any

from allauth.account import views
from django.http import HttpResponse

from accounts.privacy import SIGN_UP_NOTICE


class TrueStatusMixin:
    """A form with errors is 422, not 200."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


class SignInView(TrueStatusMixin, views.LoginView):
    """Sign in by e-mail address and password."""


class SignUpView(TrueStatusMixin, views.SignupView):
    """Make an account; the page carries the privacy notice."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "privacy_notice": SIGN_UP_NOTICE}


class PasswordResetView(TrueStatusMixin, views.PasswordResetView):
    """Ask for a link to set a new password."""


class PasswordResetFromKeyView(TrueStatusMixin, views.PasswordResetFromKeyView):
    """Set a new password by the link."""


class PasswordChangeView(TrueStatusMixin, views.PasswordChangeView):
    """Change one's password, signed in."""


class EmailView(TrueStatusMixin, views.EmailView):
    """Change one's e-mail address; the new one counts once it is confirmed."""
