"""What came of a button on a page for who works here: shown in the page, or told after it."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lib.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Pressed:
    """What was done, in a sentence; or why it was not, with the form as it was typed."""

    done: str = ""
    refusal: Refusal | None = None
    form: forms.Form | None = None
    of: str = ""  # the reference of what the form belongs to; a page may have many

    @property
    def status(self) -> HTTPStatus:
        """The true one of the page that shows it."""
        if self.refusal:
            return self.refusal.status
        is_wrong = self.form is not None and bool(self.form.errors)
        return HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK

    def form_of(self, reference: str) -> Any:
        """The form of that row, if it is the one that was sent."""
        return self.form if self.of == reference else None

    def told(self, request: HttpRequest) -> HttpResponse:
        """Back to the same page, which says what was done."""
        messages.success(request, self.done)
        return redirect(request.get_full_path())


def ids_of(reference: str) -> str:
    """For the fields of a form that stands on a page once for each row."""
    return f"{reference}_%s"
