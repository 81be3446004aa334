"""City Hall at noon, and the administrator at the screen."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from accounts.models import User
from facilities.models import Building
from tests.places import NOON


@pytest.fixture
def noon(city_hall: Building, at: Callable[[datetime], None]) -> Building:
    """City Hall, with the clock held at noon of a Monday."""
    at(NOON)
    return city_hall


@pytest.fixture
def browser(administrator: User, client_of: Callable[[User], Client]) -> Client:
    """The administrator's."""
    return client_of(administrator)
