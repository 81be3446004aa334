"""Which texts can be printed as they are typed: for fields of forms."""

import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from lib.plain_text import TURNING

_UNSEEN = {"Cc", "Cs", "Zl", "Zp"}


def no_control_signs(text: str) -> None:
    """Refuse line ends and signs that nobody can see: they would print as something else."""
    if any(sign in TURNING or unicodedata.category(sign) in _UNSEEN for sign in text):
        raise forms.ValidationError(_("Remove the signs that cannot be printed."), code="signs")


def lines_without_signs(text: str) -> None:
    """Several lines of printable text."""
    no_control_signs(text.replace("\r", "").replace("\n", " "))


class LineField(forms.CharField):
    """One line of printable text."""

    default_validators = [no_control_signs]
