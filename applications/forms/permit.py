"""What a guard reads off a paper to look a permit up."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.permits_found import tidied

_AS_PRINTED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class PermitForm(forms.Form):
    """Number and code as they are printed. By GET: the answer has an address."""

    number = forms.CharField(
        label=_("Permit number"),
        max_length=40,
        help_text=_("For example 2026-00123"),
        widget=forms.TextInput(attrs=_AS_PRINTED | {"inputmode": "numeric"}),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Twelve signs in three groups, beside the square code"),
        widget=forms.TextInput(attrs=_AS_PRINTED),
    )

    def clean_code(self) -> str:
        """Without spaces and dashes, in capitals."""
        code = tidied(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(_("Give the code as it is printed."), code="code")
        return code
