"""The floor that figures are compared with: a plain Django project, served as ours is.

The middleware and apps of a new project (`django-admin startproject`), one view that says "ok",
and one that inserts one row of two columns and commits it, in the database of the measurement and
with our settings for it.
"""

import os
import secrets

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from config.settings import DATABASES

ABOUT = (
    'The bare view: HttpResponse("ok") in a plain Django project with the seven middlewares of '
    "startproject (security, sessions, common, CSRF, authentication, messages, clickjacking), "
    "no session in the request, on a granian of its own like ours."
)
TABLE = "bench_line"
CREATE = {
    "sqlite": f"CREATE TABLE {TABLE} (id integer PRIMARY KEY AUTOINCREMENT, word text NOT NULL)",
    "postgresql": f"CREATE TABLE {TABLE} (id bigserial PRIMARY KEY, word text NOT NULL)",
}


def ok(request: HttpRequest) -> HttpResponse:
    """Nothing."""
    return HttpResponse("ok")


@csrf_exempt
def insert(request: HttpRequest) -> HttpResponse:
    """One row, committed."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} (word) VALUES (%s)", ["ok"])  # noqa: S608
    return HttpResponse("ok")


urlpatterns = [path("", ok), path("insert", insert)]

_CONTRIB = "django.contrib"
if os.environ.get("SARANGBANG_BENCH") == "bare":  # for this server only: others read us for facts
    settings.configure(
        SECRET_KEY=secrets.token_hex(32),
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        DATABASES=DATABASES,
        USE_TZ=True,
        INSTALLED_APPS=[
            f"{_CONTRIB}.{name}"
            for name in ("admin", "auth", "contenttypes", "sessions", "messages", "staticfiles")
        ],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            f"{_CONTRIB}.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            f"{_CONTRIB}.auth.middleware.AuthenticationMiddleware",
            f"{_CONTRIB}.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
    )
    application = get_wsgi_application()
