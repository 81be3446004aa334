"""Rounds: through the absences of a server, without a traceback and without dying."""

from collections.abc import Callable
from threading import Event

import pytest
from django.db import OperationalError

from config.rounds import LONGEST_WAIT, Rounds

pytestmark = pytest.mark.django_db(transaction=True)


def rounds(step: Callable[[], bool]) -> Rounds:
    return Rounds("letters", step, every=5.0, stop=Event())


@pytest.mark.parametrize(("more", "rest"), [(True, 0.0), (False, 5.0)])
def test_a_round_rests_when_there_is_no_more(more: bool, rest: float) -> None:
    assert rounds(lambda: more).once() == rest


def test_an_absence_costs_a_line_for_each_longer_wait(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "config.rounds")
    answers = iter([OperationalError("no host 10.0.0.1")] * 9 + [False])

    def step() -> bool:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    round_ = rounds(step)
    assert [round_.once() for _ in range(10)] == [1, 2, 4, 8, 16, 32, 60, 60, 60, 5]
    assert len(caplog.records) == 8
    assert caplog.records[0].getMessage() == (
        "letters: the database is away (OperationalError); next try in 1 s"
    )
    assert not any(record.exc_info for record in caplog.records)
    assert caplog.records[-1].getMessage() == "letters: goes on"
    assert round_.wait < LONGEST_WAIT


def test_a_fault_of_ours_is_told_in_full_and_the_rounds_go_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def step() -> bool:
        raise ZeroDivisionError

    assert rounds(step).once() == 1
    assert caplog.records[0].exc_info


def test_rounds_end_when_told_to() -> None:
    stop = Event()

    def step() -> bool:
        stop.set()
        return True

    round_ = Rounds("letters", step, every=60.0, stop=stop)
    round_.start()
    round_.join(10)
    assert not round_.is_alive()
