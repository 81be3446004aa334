"""The site, and two addresses more: at one something breaks, at the other nobody may enter."""

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as of_the_site


def broken(request: HttpRequest) -> HttpResponse:
    """Stands for a fault of ours."""
    raise RuntimeError("broken on purpose")


def forbidden(request: HttpRequest) -> HttpResponse:
    """Stands for a page of a colleague with other rights."""
    raise PermissionDenied


urlpatterns = [
    *i18n_patterns(
        path("broken/", broken), path("forbidden/", forbidden), prefix_default_language=False
    ),
    *of_the_site,
]
