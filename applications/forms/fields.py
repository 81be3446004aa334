"""Fields that the parts of the form have in common."""

from typing import Any

from django import forms


def number(label: Any, most: int, **more: Any) -> forms.IntegerField:
    """A whole number from `least` (0) to `most`."""
    return forms.IntegerField(
        label=label,
        min_value=more.pop("least", 0),
        max_value=most,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        **more,
    )
