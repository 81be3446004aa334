"""Every address of the site. Korean pages have no prefix, English ones stand under /en/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, register_converter

from config.health import healthz
from lib.references import ReferenceConverter

register_converter(ReferenceConverter, "reference")

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    *i18n_patterns(
        path("", include("accounts.urls")),
        path("accounts/", include("allauth.urls")),
        path("admin/", admin.site.urls),
        *([path("outbox/", include("notices.urls"))] if settings.DEMO else []),
        path("", include("facilities.urls")),
        path("", include("events.urls")),
        path("", include("bookings.urls")),
        path("", include("bookings.staff_urls")),
        path("", include("applications.urls")),
        path("", include("applications.staff_urls")),
        prefix_default_language=False,
    ),
]
