"""What comes with a button about a fee. Nothing of it is typed but the choice of a reduction."""

from django import forms


class ChargeForm(forms.Form):
    """Which version's charge, and the revision that the officer saw."""

    seen = forms.IntegerField(min_value=0)
    version = forms.IntegerField(min_value=1, max_value=10_000)
    code = forms.CharField(required=False, max_length=40)
