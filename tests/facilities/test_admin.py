"""The set-up in the admin: who may, and what is never there."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from facilities import closing
from facilities.models import (
    Building,
    Closure,
    Facility,
    Holiday,
    Policy,
    Reduction,
    Space,
)
from tests.facilities.in_admin import TUESDAY, page
from tests.places import span

pytestmark = pytest.mark.usefixtures("noon")


MODELS = ("building", "space", "facility", "policy", "holiday", "closure", "reduction")


@pytest.mark.parametrize("model", MODELS)
def test_administrator_sees_every_page(browser: Client, model: str) -> None:
    closing.close(
        Facility.objects.get(slug="moran"),
        span(TUESDAY, "09:00", "10:00"),
        reason_ko="청소",
        reason_en="Cleaning",
    )
    row = {
        "building": Building,
        "space": Space,
        "facility": Facility,
        "policy": Policy,
        "holiday": Holiday,
        "closure": Closure,
        "reduction": Reduction,
    }[model]._default_manager.first()
    assert row
    for address in (
        page(model, "changelist"),
        page(model, "add"),
        page(model, "change", row.pk),
        page(model, "history", row.pk),
    ):
        assert browser.get(address).status_code == 200, address


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("who", ["officer", "desk", "citizen", "stranger"])
def test_nobody_else_gets_in(
    request: pytest.FixtureRequest, client_of: Callable[[User], Client], model: str, who: str
) -> None:
    client = client_of(request.getfixturevalue(who))
    for address in (page(model, "changelist"), page(model, "add")):
        assert client.get(address).status_code in {302, 403, 404}
        assert client.post(address, {}).status_code in {302, 403, 404}


def test_somebody_not_signed_in_is_sent_to_sign_in(client: Client) -> None:
    assert client.get(page("facility", "changelist")).status_code == 302


def test_what_is_taken_is_not_in_the_admin(browser: Client) -> None:
    assert browser.get("/admin/facilities/occupancy/").status_code == 404
    assert browser.get("/admin/facilities/slot/").status_code == 404


@pytest.mark.parametrize("model", MODELS)
def test_pages_keep_the_content_security_policy(browser: Client, model: str) -> None:
    for address in (
        page(model, "changelist"),
        page(model, "add"),
        page("facility", "change", Facility.objects.get(slug="moran").pk),
    ):
        response = browser.get(address)
        text = response.content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", text)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text)
        assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", text)
        assert "unsafe" not in response["Content-Security-Policy"]
