"""Where allauth meets the house: its mails become notices, its ways back stay on this site."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language, gettext, override

from accounts import context_processors
from accounts.models import User
from config.letters import ACCOUNT_MAIL
from lib import clock, formats
from notices import outbox


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's decisions that are ours to take."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail to the outbox: no page waits for a mail server.

        It is in the language of the person where there is one, else in that of the page.
        """
        person = _addressee(email, context)
        language = person.language if person else page_language()
        links = {
            name: link_for_mail(url, language)
            for name, url in context.items()
            if name.endswith("_url")
        }
        with override(language):
            mail = self.render_mail(template_prefix, email, self._facts(email, context) | links)
        outbox.write(
            kind=ACCOUNT_MAIL,
            to=email,
            language=language,
            facts={"subject": str(mail.subject), "text": str(mail.body), "html": _html_of(mail)},
            person=person,
        )

    def _facts(self, email: str, context: dict[str, Any]) -> dict[str, Any]:
        facts = {"email": email, **context_processors.site(self.request), **context}
        if "timestamp" in facts:
            facts["timestamp"] = formats.moment(clock.now())
        return facts

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person what was changed about the account, in their own language."""
        facts = {**(context or {}), "user": user}
        super().send_notification_mail(template_prefix, user, facts, email)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """The link to confirm an address. It carries the page that the person was on the way to.

        So the way goes on even when the mail is opened in another browser.
        """
        url: str = super().get_email_confirmation_url(request, emailconfirmation)
        wanted = get_next_redirect_url(request)
        return f"{url}?{urlencode({'next': wanted})}" if wanted else url

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where a sign-in leads that was on the way to nothing."""
        return front_door()

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Where a sign-out leads."""
        return front_door()

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Refuse an address that another account was opened with, be it not confirmed yet."""
        others = User.objects.filter(email=email_address.email).exclude(pk=email_address.user_id)
        if others.exists():
            text = gettext("This e-mail address cannot be used for your account.")
            messages.error(request, text)
            return False
        return bool(super().confirm_email(request, email_address))


def page_language() -> str:
    """The language of the page that is being made."""
    return get_language() or settings.LANGUAGE_CODE


def front_door() -> str:
    """The front page in the language of the page."""
    return reverse("home")


def link_for_mail(url: str, language: str) -> str:
    """An address for a mail: in the reader's language, and on the site's own host.

    What a request calls its host is anybody's word. Only the demo, which is tried under whatever
    address it was started with, takes it.
    """
    url = translate_url(url, language)
    if settings.DEMO:
        return url
    return urljoin(f"{settings.SITE_URL}/", urlsplit(url)._replace(scheme="", netloc="").geturl())


def _addressee(email: str, context: Mapping[str, Any]) -> User | None:
    """Whose mail it is; nobody's, where it says that there is no such account."""
    user = context.get("user")
    if isinstance(user, User):
        return user
    return User.objects.filter(email=email.lower()).first()


def _html_of(mail: object) -> str:
    """The HTML of a mail where allauth made one."""
    if not isinstance(mail, EmailMultiAlternatives):
        return ""
    return next((str(body) for body, kind in mail.alternatives if kind == "text/html"), "")
