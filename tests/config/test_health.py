"""/healthz: whether the service can serve."""

import pytest
from django.db import connection
from django.test import Client, RequestFactory

from config.health import healthz


@pytest.mark.django_db
def test_health_is_ok_and_leaves_no_cookie(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.django_db(transaction=True)
def test_health_is_503_while_the_database_is_away(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection.close()
    away = {"NAME": "/nowhere/at/all"} if connection.vendor == "sqlite" else {"PORT": "9"}
    for key, value in away.items():
        monkeypatch.setitem(connection.settings_dict, key, value)
    assert healthz(rf.get("/healthz")).status_code == 503
    monkeypatch.undo()
    assert healthz(rf.get("/healthz")).status_code == 200


@pytest.mark.django_db
def test_health_is_only_read(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
