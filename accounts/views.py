"""The pages of one's own account, and the choice of the screen."""

from http import HTTPStatus

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import verbs
from accounts.forms import ProfileForm
from accounts.models import User
from accounts.privacy import COOKIES, POLICY
from accounts.screen import Contrast, Screen, Zoom, remember, screen_of


def safe_next(request: HttpRequest, default: str) -> str:
    """The address to go on to that the request names, if it lies on this site; else `default`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else default


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """What is known about the person who is signed in, to be corrected."""
    user = get_object_or_404(User, pk=request.user.pk)
    known = {name: getattr(user, name) for name in ProfileForm.base_fields}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_bound and form.is_valid():
        verbs.update_profile(user, **form.cleaned_data)
        messages.success(request, _("Your details are saved."))
        return redirect("profile")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "accounts/profile.html", {"form": form, "person": user}, status=status)


class ScreenForm(forms.Form):
    """How large and in which colours."""

    zoom = forms.ChoiceField(
        label=gettext_lazy("Size"), choices=Zoom.choices, widget=forms.RadioSelect
    )
    contrast = forms.ChoiceField(
        label=gettext_lazy("Colours"), choices=Contrast.choices, widget=forms.RadioSelect
    )


@require_http_methods(["GET", "HEAD", "POST"])
def screen(request: HttpRequest) -> HttpResponse:
    """Choose size and colours; then back to where one was."""
    now = screen_of(request)
    form = ScreenForm(
        request.POST if request.method == "POST" else None,
        initial={"zoom": now.zoom, "contrast": now.contrast},
    )
    if form.is_bound and form.is_valid():
        response = HttpResponseRedirect(safe_next(request, default=request.path))
        remember(response, Screen(**form.cleaned_data), secure=settings.SESSION_COOKIE_SECURE)
        return response
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    facts = {"form": form, "next": safe_next(request, default="")}
    return render(request, "accounts/screen.html", facts, status=status)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The privacy policy: 개인정보 보호법, article 30."""
    return render(request, "accounts/privacy.html", {"policy": POLICY, "cookies": COOKIES})
