"""The forms by which a person signs up and corrects what is known about them."""

import unicodedata
from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Language, Residency
from lib.formats import phone, phone_digits

NAME_LENGTH = 50


class NameField(forms.CharField):
    """성명: one field, whole syllables, single spaces, at least one letter."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Name"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "name"}))
        super().__init__(max_length=NAME_LENGTH, **kwargs)

    def to_python(self, value: Any) -> Any:
        """Some keyboards send a syllable as its letters; it is stored, and counted, as one."""
        text = unicodedata.normalize("NFC", super().to_python(value) or "")
        return " ".join(text.split())

    def validate(self, value: Any) -> None:
        super().validate(value)
        if not any(sign.isalpha() for sign in value) or not value.isprintable():
            raise ValidationError(_("Enter a name in letters."), code="not_a_name")


class MobileField(forms.CharField):
    """A telephone number as people type it; its value is the digits to store."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Mobile phone number"))
        kwargs.setdefault("help_text", _("For example 010-1234-5678."))
        widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})
        super().__init__(max_length=30, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value) or ""
        if not text:
            return ""
        try:
            return phone_digits(text)
        except ValueError as error:
            raise ValidationError(
                _("Enter a phone number of Korea, for example 010-1234-5678."),
                code="invalid_mobile",
            ) from error

    def prepare_value(self, value: Any) -> Any:
        return phone(value) if isinstance(value, str) else value


class ResidencyField(forms.ChoiceField):
    """The ground for use that a person claims: 개방공간 이용에 관한 조례, article 7."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Your ground for use"))
        kwargs.setdefault(
            "help_text",
            _("Some rooms are for these persons only. The desk checks it at your first visit."),
        )
        super().__init__(choices=Residency.choices, widget=forms.RadioSelect, **kwargs)


class ProfileForm(forms.Form):
    """What a person may change about themself."""

    name = NameField()
    mobile = MobileField()
    residency = ResidencyField()
    language = forms.ChoiceField(
        label=_("Language of letters"), choices=Language.choices, widget=forms.RadioSelect
    )


class SignInForm(AllauthLoginForm):  # type: ignore[misc]
    """Allauth's, with a label that says what the box does."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "remember" in self.fields:
            self.fields["remember"].label = _("Stay signed in on this device")


class SignUpForm(AllauthSignupForm):  # type: ignore[misc]
    """A new account: who the person is, how to reach them, and that the notice was read."""

    name = NameField()
    mobile = MobileField()
    residency = ResidencyField(initial=Residency.NONE)
    privacy = forms.BooleanField(
        label=_("I have read what is collected, on which ground and for how long."),
        error_messages={"required": _("Please confirm that you have read the notice.")},
    )

    field_order = ("name", "email", "mobile", "residency", "password1", "password2", "privacy")

    def save(self, request: HttpRequest) -> AbstractBaseUser:
        """The person and the address, both or neither."""
        with transaction.atomic():
            user: AbstractBaseUser = super().save(request)
        return user

    def try_save(self, request: HttpRequest) -> tuple[Any, Any]:
        """Someone may take the address between the check and the writing: same answer as before."""
        try:
            answer: tuple[Any, Any] = super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            answer = super().try_save(request)
        return answer

    def custom_signup(self, request: HttpRequest, user: Any) -> None:
        """Called by allauth within `save`: what its own form does not know."""
        user.name = self.cleaned_data["name"]
        user.mobile = self.cleaned_data["mobile"]
        user.residency = self.cleaned_data["residency"]
        user.language = get_language() or Language.KOREAN
        user.save(update_fields=["name", "mobile", "residency", "language"])
