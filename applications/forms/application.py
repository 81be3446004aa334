"""The whole form of an application: its details and its rows. It reads; the verbs judge."""

from collections.abc import Mapping, Sequence

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import QueryDict

from accounts.models import User
from applications.asking import Asking, nobody_yet
from applications.forms.details import DetailsForm
from applications.forms.visit import VisitForm
from applications.rows import number_of_rows, row_of
from facilities.catalogue import Catalogue
from lib import clock

Typed = Mapping[str, Sequence[str]]


def data_of(typed: Typed) -> QueryDict:
    """What was typed, as forms read it."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, list(values))
    return data


class ApplicationForm:
    """The whole: the details and the rows of visits, bound to a draft or only filled in by it."""

    def __init__(self, typed: Typed, known: Catalogue, *, bound: bool) -> None:
        data = data_of(typed)
        asks_reduction = any(
            policy.fee_won for item in known.listings if (policy := item.policy_on(clock.today()))
        )
        self.rows = number_of_rows(typed)
        self.details = (
            DetailsForm(data, asks_reduction=asks_reduction)
            if bound
            else DetailsForm(initial=data.dict(), asks_reduction=asks_reduction)
        )
        self.visits = [
            VisitForm(data, prefix=f"visit-{row}", known=known)
            if bound
            else VisitForm(initial=row_of(typed, row), prefix=f"visit-{row}", known=known)
            for row in range(self.rows)
        ]

    def is_valid(self) -> bool:
        """Can all of it be read? Every part is asked, so that every error shows."""
        parts = [self.details.is_valid(), *(visit.is_valid() for visit in self.visits)]
        return all(parts)

    def asking(self, person: User) -> Asking:
        """What is asked for, as the verbs take it. Only when valid."""
        return Asking(tuple(visit.asked() for visit in self.visits), self.details.details(person))

    def readable(self, person: User) -> Asking:
        """What can be read of it, to be judged: the rows that are valid, in their order."""
        details = self.details.details(person) if self.details.is_valid() else nobody_yet()
        return Asking(tuple(row.asked() for row in self.visits if row.is_valid()), details)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """For the summary at the top: the field's address in the page, and what is wrong."""
        found = _errors_of(self.details, "")
        for number, visit in enumerate(self.visits, start=1):
            found += _errors_of(visit, f"{number}. ")
        return found


def _errors_of(form: forms.Form, before: str) -> list[tuple[str, str]]:
    return [
        (
            "" if name == NON_FIELD_ERRORS else str(form[name].auto_id),
            before + (str(error) if name == NON_FIELD_ERRORS else f"{form[name].label}: {error}"),
        )
        for name, errors in form.errors.items()
        for error in errors
    ]
