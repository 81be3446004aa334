"""The account pages. allauth's own addresses follow these under accounts/: config/urls.py."""

from django.urls import path, re_path

from accounts import entrance, views

urlpatterns = [
    path("screen/", views.screen, name="screen"),
    path("accounts/profile/", views.profile, name="profile"),
    # The same names and addresses as allauth's, which these stand in front of.
    path("accounts/login/", entrance.SignInView.as_view(), name="account_login"),
    path("accounts/signup/", entrance.SignUpView.as_view(), name="account_signup"),
    path("accounts/email/", entrance.EmailView.as_view(), name="account_email"),
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
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        entrance.PasswordResetFromKeyView.as_view(),
        name="account_reset_password_from_key",
    ),
]
