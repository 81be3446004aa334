"""What every booking form asks: whom to contact. And the key of this press of the button."""

import uuid

from django import forms
from django.forms.renderers import Jinja2
from django.utils.translation import gettext_lazy as _

from lib import formats
from lib.printable import LineField


class ContactForm(forms.Form):
    """Name and phone, and the hidden key."""

    # A rush sends this page back to all but a few: Jinja2 writes its fields in half the time,
    # if it may keep what it compiled: one for all forms.
    default_renderer = Jinja2()

    name = LineField(
        label=_("Name"), max_length=50, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Mobile phone"),
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def clean_phone(self) -> str:
        try:
            return formats.phone_digits(self.cleaned_data["phone"])
        except ValueError:
            raise forms.ValidationError(
                _("Give a phone number like 010-0000-0000."), code="phone"
            ) from None

    def keep_key(self) -> None:
        """A form whose key was lost or forged gets one, so that it can be sent again."""
        if "key" in self.errors:
            del self.errors["key"]
            self.add_error(None, _("This form was no longer complete. Please send it again."))
            self.fresh_key()

    def fresh_key(self) -> None:
        """Let the next press of the button be a new one."""
        self.data = dict(self.data.items()) | {"key": str(uuid.uuid4())}
