"""Settings: one file, every value that differs between places comes from the environment."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("SARANGBANG_VAR", BASE_DIR / "var"))
NODE_MODULES = BASE_DIR / "node_modules"


def flag(name: str, *, default: bool) -> bool:
    """Read an on/off value; anything but the words for on and off is refused, not guessed."""
    text = os.environ.get(name, "").strip().lower()
    if text not in {"", "true", "false", "1", "0"}:
        raise ImproperlyConfigured(f"{name} must be true or false, not {text!r}.")
    return default if text == "" else text in {"true", "1"}


MODE = os.environ.get("SARANGBANG_MODE", "production")
if MODE not in {"demo", "production"}:
    raise ImproperlyConfigured(f"SARANGBANG_MODE must be demo or production, not {MODE!r}.")
DEMO = MODE == "demo"
DEBUG = False

# The demo secret is public. Production refuses it: config/checks.py.
DEMO_SECRET_KEY = "this-secret-is-public-and-only-for-the-demonstration-of-sarangbang"  # noqa: S105
SECRET_KEY = os.environ.get("SECRET_KEY", DEMO_SECRET_KEY if DEMO else "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Give a long random one, or start with SARANGBANG_MODE=demo to try."
    )
if SECRET_KEY == DEMO_SECRET_KEY and not DEMO:
    raise ImproperlyConfigured("SECRET_KEY is the public demo secret. Give one of your own.")

SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SECURE_SITE = SITE_URL.startswith("https://")
ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get("ALLOWED_HOSTS", "*" if DEMO else "").split(",")
    if host.strip()
]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "modeltranslation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.admin",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "template_partials",
    "django_tasks",
    "django_tasks_db",
    "accounts",
    "notices",
    "facilities",
    "events",
    "bookings",
    "applications",
    "config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.screen",
                "accounts.context_processors.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "lib.formats_tags",
            ],
        },
    }
]

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(VAR_DIR / "sarangbang.sqlite3"),
        "CONN_MAX_AGE": 600,
    }
}
if os.environ.get("DATABASE_URL"):
    DATABASES["default"] = {
        # Health checks: a database that was started anew costs nobody an error page.
        **dj_database_url.parse(
            os.environ["DATABASE_URL"], conn_max_age=600, conn_health_checks=True
        )
    }
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a transaction queues for its turn to write at its start, so that nobody reads a
    # free place and then finds the file locked. FULL: a confirmation that was shown survives even
    # a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    # Statements are planned once a connection: a fifth more bookings a second. A pooler that gives
    # each transaction another connection has to know prepared statements, or this is turned off.
    prepared = flag("DATABASE_PREPARED_STATEMENTS", default=True)
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,
        "server_side_binding": prepared,
        "prepare_threshold": 5 if prepared else None,
        **DATABASES["default"].get("OPTIONS", {}),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("Korean")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "ko"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("ko",)
TIME_ZONE = "Asia/Seoul"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# What people hand in: outside of what any web server shows.
PAPERS_DIR = VAR_DIR / "papers"
PICTURES_DIR = VAR_DIR / "pictures"  # of events, drawn anew from what was handed in
POSTERS_DIR = VAR_DIR / "posters"  # of the months, made anew when they are not there
FILE_UPLOAD_HANDLERS = [
    "lib.uploading.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 5
DRAFT_DAYS = 90  # a draft that nobody touched for so long is forgotten
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("krds/token", NODE_MODULES / "krds-uiux/resources/css/token"),
    ("krds/fonts", NODE_MODULES / "krds-uiux/resources/fonts"),
    ("krds/icon", NODE_MODULES / "krds-uiux/resources/img/component/icon"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "applications.views.refused_form.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SITE
SECURE_SSL_REDIRECT = False  # the reverse proxy's work; docs/operators.md
SECURE_HSTS_SECONDS = 31536000 if SECURE_SITE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_SITE else None
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# accounts
OFFICIAL = flag("SARANGBANG_OFFICIAL", default=False)  # only the city may say that it is the city
# Of the provider, in the files of the national standard for public data. Given by the city.
INSTITUTION_CODE = os.environ.get("INSTITUTION_CODE", "")
SITE_PHONE = os.environ.get("SITE_PHONE", "15773100")
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name", "mobile")},
    },
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATORS}.NumericPasswordValidator"},
]
# Counts sign-in attempts. In the database, because the limit holds over all processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # Pages and cards that are the same for everybody, in the memory of each process: a new release
    # starts empty. facilities/kept.py says why none of them is ever old. A week has 30 kB,
    # a card one or two: at the very worst 45 MB a process.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 1500},
    },
}
# How many proxies in front of us write X-Forwarded-For; with 0 the header is not believed.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES", "0"))
ACCOUNT_ADAPTER = "config.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "signup": "accounts.forms.SignUpForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that signed up; any other signs in
ACCOUNT_CHANGE_EMAIL = True  # a person has one address; a new one counts once it is confirmed
ACCOUNT_EMAIL_NOTIFICATIONS = True  # "your password was changed"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# events
# Calendars that may be brought in although they lie inside, as number and port: 10.0.0.7:8443
CALENDARS_INSIDE = [
    one.strip() for one in os.environ.get("CALENDARS_INSIDE", "").split(",") if one.strip()
]

# bookings
CONTACT_DAYS = 365  # after the last visit; the privacy notice says one year, so it is one year

# notices
# The way out for letters, as one address: smtp:// (plain), smtp+tls:// (STARTTLS), smtps:// (TLS).
_mail = urlsplit(os.environ.get("EMAIL_URL") or "smtp://localhost")
_MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
if _mail.scheme not in _MAIL_PORTS or not _mail.hostname:
    raise ImproperlyConfigured(
        "EMAIL_URL must look like smtp://, smtp+tls:// or smtps://user:password@host:port"
    )
# Nobody is written to from the demo: its letters are shown on /outbox/, made anew from the facts
# of the notice, so that not even a file with a sign-up link is left lying about.
EMAIL_BACKEND = f"django.core.mail.backends.{'dummy' if DEMO else 'smtp'}.EmailBackend"
EMAIL_HOST = _mail.hostname
EMAIL_PORT = _mail.port or _MAIL_PORTS[_mail.scheme]
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_TIMEOUT = 10  # seconds for each step; notices.delivery.LEASE outlasts all of them
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get(
    "EMAIL_FROM", f"no-reply@{urlsplit(SITE_URL).hostname}"
)
NOTICE_DAYS = int(os.environ.get("NOTICE_DAYS", "90"))  # then a letter's facts are deleted

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers would say the same a second time, or mail it.
        "django": {"handlers": [], "level": "WARNING"},
        # Not each refusal and each page not found, nor whoever asks under a name not ours.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # Called for each letter and each piece of work: the worker says in a line what matters.
        "django_tasks_db": {"level": "WARNING"},
        "notices": {"level": "INFO"},
        "config": {"level": "INFO"},
        "sarangbang.access": {"level": "INFO"},  # who looked at whose personal data
    },
}
