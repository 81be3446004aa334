"""Users, and the roles that are granted to them for a time."""

from datetime import date
from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from lib import clock


class Language(models.TextChoices):
    """The language a person is written to in. A page's language is its address's."""

    KOREAN = "ko", "한국어"
    ENGLISH = "en", "English"


class Residency(models.TextChoices):
    """On what ground a person may use the rooms: 개방공간 이용에 관한 조례, article 7."""

    NONE = "none", _("Neither")
    RESIDENT = "resident", _("I live in Seongnam")
    WORKS_OR_STUDIES = "works_or_studies", _("I work or study in Seongnam")


class Role(models.TextChoices):
    """What a person of the city hall may do here."""

    DESK = "desk", _("Front desk")
    OFFICER = "officer", _("Officer")
    ADMINISTRATOR = "administrator", _("Administrator")


def normalised_email(text: str) -> str:
    """The e-mail address as it is stored: without spaces around it, in lower case."""
    return text.strip().lower()


class UserManager(BaseUserManager["User"]):
    """Makes users with a normalised address and a hashed password."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=normalised_email(username or ""))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; without a password nobody can sign in by one. ValueError without e-mail."""
        if not normalised_email(email):
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=normalised_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an administrator: a user, a verified address and a grant that starts today.

        Whoever can run this on the server vouches for the address, so it counts as verified.
        """
        with transaction.atomic(using=self._db):
            user = self.create_user(email, password, **fields)
            EmailAddress.objects.using(self._db).create(
                user=user, email=user.email, verified=True, primary=True
            )
            user.role_grants.using(self._db).create(user=user, role="administrator")
        return user


class User(AbstractBaseUser):
    """A person. What they may do is not a column but a grant that is in force today."""

    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("There is a user with this e-mail address.")},
    )
    name = models.CharField(_("full name"), max_length=50)
    mobile = models.CharField(_("mobile phone"), max_length=20, blank=True)
    language = models.CharField(
        _("language of letters"),
        max_length=2,
        choices=Language.choices,
        default=Language.KOREAN,
    )
    residency = models.CharField(
        _("ground for use"),
        max_length=20,
        choices=Residency.choices,
        default=Residency.NONE,
        help_text=_("As the person says. The desk checks it against a document."),
    )
    residency_verified_at = models.DateTimeField(_("ground checked at"), null=True, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined at"), default=clock.now, editable=False)
    # Stays whatever becomes of the address: production refuses a database that has such a user.
    is_demo = models.BooleanField(_("of the demonstration"), default=False, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["email"]
        constraints = [
            # With the unique index this makes an address one person's in any case of letters.
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=Language.values), name="user_language_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(residency__in=Residency.values), name="user_residency_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(residency_verified_at__isnull=True)
                | ~models.Q(residency="none"),
                name="user_only_a_claimed_residency_is_verified",
                violation_error_message=_("There is no ground that could have been checked."),
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """Django asks for this name; a user's name to it is the e-mail address."""
        return normalised_email(super().normalize_username(username))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = normalised_email(self.email)
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def is_residency_verified(self) -> bool:
        """Has the desk checked the ground that is claimed now?"""
        return self.residency_verified_at is not None

    def claim_residency(self, residency: str) -> None:
        """Say another ground for use; what was checked was the old one. Does not save."""
        if residency != self.residency:
            self.residency = residency
            self.residency_verified_at = None

    @property
    def roles(self) -> frozenset[str]:
        """The roles in force today in Seoul: one query, remembered on this instance."""
        today = clock.today()
        if self._roles_on is None or self._roles_on[0] != today:
            grants = RoleGrant.objects.in_force(today).filter(user=self)
            self._roles_on = (today, frozenset(grants.values_list("role", flat=True)))
        return self._roles_on[1]

    _roles_on: tuple[date, frozenset[str]] | None = None

    def forget_roles(self) -> None:
        """Ask the database again: a grant of this user was given or ended."""
        self._roles_on = None

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self.forget_roles()
        super().refresh_from_db(*args, **kwargs)

    @property
    def is_superuser(self) -> bool:
        """May do everything in the admin: an active administrator, today."""
        return self.is_active and Role.ADMINISTRATOR in self.roles

    @property
    def is_staff(self) -> bool:
        """May enter the Django admin. The desk and the officers have pages of their own."""
        return self.is_superuser

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_superuser

    def has_perms(self, perm_list: Any, obj: object = None) -> bool:
        return self.is_superuser

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_superuser


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    """Questions about grants."""

    def in_force(self, day: date) -> "RoleGrantQuerySet":
        """Those that hold on `day`: begun, and not yet ended."""
        not_ended = models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=day)
        return self.filter(not_ended, starts_on__lte=day)


class RoleGrant(models.Model):
    """A role, given to a person from a day on. It is ended, never deleted: it is a record."""

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="role_grants", verbose_name=_("user")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    starts_on = models.DateField(_("from"), default=clock.today)
    ends_on = models.DateField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("The first day on which the role is no longer held. Empty: until further."),
    )
    granted_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("granted by"),
    )
    granted_at = models.DateTimeField(_("granted at"), default=clock.now, editable=False)

    objects: ClassVar[Any] = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role grant")
        verbose_name_plural = _("role grants")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="rolegrant_role_is_known"
            ),
            # Equal: given and taken back on the same day, so that it can end at once.
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="rolegrant_ends_on_or_after_its_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.user_id}"

    def clean(self) -> None:
        """Say what the database would refuse, also where the start cannot be edited any more."""
        if self.ends_on and self.starts_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The end must not lie before the start.")})


class CacheEntry(models.Model):
    """The table of Django's database cache, made by a migration and not by one more command.

    Only sign-in attempts are counted in it. They are in the database because a limit must hold
    over all processes and outlive a restart. The columns are those the cache backend expects.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "cache"
        verbose_name = _("cache entry")
        verbose_name_plural = _("cache entries")

    def __str__(self) -> str:
        return self.cache_key
