"""The account pages. allauth's own addresses follow these under accounts/: config/urls.py."""

from django.urls import path, re_path

from accounts import entrance, views

urlpatterns = [
    path("screen/", views.screen, name="screen"),
    path("privacy/", views.privacy, name="privacy"),
    path("accounts/profile/", views.profile, name="profile"),
    # The same names and addresses as allauth's, which these stand in front of.
    path("accounts/login/", entrance.SignInView.as_view(), name="account_login"),
    path("accounts/signup/", entrance.SignUpView.as_view(), name="account_signup"),
    path("accounts/inactive/", entrance.AccountInactiveView.as_view(), name="account_inactive"),
    path("accounts/email/", entrance.EmailView.as_view(), name="account_email"),
    path(
        "accounts/confirm-email/",
        entrance.EmailVerificationSentView.as_view(),
        name="account_email_verification_sent",
    ),
    re_path(
        r"^accounts/confirm-email/(?P<key>[-:\w]+)/$",
        entrance.ConfirmEmailView.as_view(),
        name="account_confirm_email",
    ),
    path(
        "accounts/password/change/",
        entrance.PasswordChangeView.as_view(),
        name="account_change_password",
    ),
    path(
        "accounts/password/reset/",
        entrance.PasswordResetView.as_view(),
        name="account_reset_password",
    ),
    path(
        "accounts/password/reset/done/",
        entrance.PasswordResetDoneView.as_view(),
        name="account_reset_password_done",
    ),
    path(
        "accounts/password/reset/key/done/",
        entrance.PasswordResetFromKeyDoneView.as_view(),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        entrance.PasswordResetFromKeyView.as_view(),
        name="account_reset_password_from_key",
    ),
]
