"""Why something cannot be done, said so that a person can act on it."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any


@dataclass(frozen=True, slots=True)
class Refusal:
    """A stable code, a full sentence and the next step, in the reader's language."""

    code: str
    message: str
    next_step: str
    status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY
    short: str = ""  # a word or two for a cell of a timetable


class Refused(Exception):
    """Raised by a verb that did nothing; carries the refusal and what could be done instead."""

    def __init__(self, refusal: Refusal, alternatives: tuple[Any, ...] = ()) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
        self.alternatives = alternatives
