"""How far a step reaches, and why: with a change, and with publishing, postponing, cancelling."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms.fields import line
from events.scope import Scope

REASON_MOST = 300


class ScopeForm(forms.Form):
    """Which dates of a series; where there is nothing to choose, this one."""

    scope = forms.ChoiceField(
        label=_("Which dates"), required=False, widget=forms.RadioSelect, initial=Scope.ONE.value
    )

    def __init__(self, *args: Any, scopes: Sequence[tuple[str, str]] = (), **kw: Any) -> None:
        super().__init__(*args, **kw)
        if scopes:
            self.fields["scope"].required = True
            self.fields["scope"].choices = list(scopes)  # type: ignore[attr-defined]
        else:
            del self.fields["scope"]

    def chosen(self) -> str:
        """The scope that was chosen."""
        return str(self.cleaned_data.get("scope") or Scope.ONE.value)


class ReasonForm(ScopeForm):
    """Why, as everyone reads it with the event. Whether it must be given, the verb says."""

    reason_ko = line(_("Reason in Korean"), REASON_MOST)
    reason_en = line(_("Reason in English"), REASON_MOST)


class AltForm(forms.Form):
    """What is to be seen in a picture, for who does not see it."""

    alt_ko = line(_("What is to be seen, in Korean"), 300, required=True)
    alt_en = line(_("What is to be seen, in English"), 300)


class PictureForm(ScopeForm, AltForm):
    """A picture to add. What the file really is, the verb sees."""

    picture = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,  # the verb says what is wrong with it
        help_text=_(
            "JPEG, PNG or WebP, up to 20 MB. It is drawn anew: what the camera wrote into the file "
            "is not kept."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".jpg,.jpeg,.png,.webp"}),
    )
    field_order = ("picture", "alt_ko", "alt_en", "scope")
