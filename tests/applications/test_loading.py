"""The kept conditions of approval: loaded once, then the administrator's."""

from copy import deepcopy

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from applications.loading import load_conditions
from applications.models import Condition
from facilities import data_file
from facilities.models import Building


def test_conditions_come_in_both_languages_and_in_their_order(city_hall: Building) -> None:
    data = data_file.read()
    assert load_conditions(data) == len(data["conditions"]) == Condition.objects.count()
    first = Condition.objects.first()
    assert first
    with translation.override("en"):
        assert str(first).startswith("Restore the place")
    with translation.override("ko"):
        assert "처음 상태로" in str(first)
    usual = Condition.objects.filter(is_usual=True)
    assert usual.filter(is_outdoors=False).exists()
    assert usual.filter(is_outdoors=True).exists()
    assert not Condition.objects.filter(text_ko="").exists()
    assert not Condition.objects.filter(text_en="").exists()


def test_a_second_load_leaves_what_an_administrator_changed(city_hall: Building) -> None:
    load_conditions(data_file.read())
    reworded = Condition.objects.all()[1]
    reworded.text_ko = "다른 말로 적었습니다."  # type: ignore[attr-defined]
    reworded.save()
    Condition.objects.all()[0].delete()
    before = list(Condition.objects.order_by("pk").values())
    assert load_conditions(data_file.read()) == 0
    call_command("load_cityhall", verbosity=0, overwrite=True)
    assert list(Condition.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("text", ["", "가" * 301])
def test_a_condition_that_cannot_be_is_refused_and_none_is_written(
    city_hall: Building, text: str
) -> None:
    data = deepcopy(dict(data_file.read()))
    data["conditions"][-1]["text"]["ko"] = text
    with pytest.raises(data_file.BadData, match="Condition"):
        load_conditions(data)
    assert not Condition.objects.exists()


def test_the_command_loads_them(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_cityhall")
    assert "Conditions of approval" in capsys.readouterr().out
    assert Condition.objects.exists()


def test_a_file_that_cannot_be_is_told_by_the_command(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = deepcopy(dict(data_file.read()))
    del data["conditions"]
    monkeypatch.setattr(data_file, "read", lambda: data)
    with pytest.raises(CommandError, match="conditions"):
        call_command("load_cityhall")
    assert not Building.objects.exists()
