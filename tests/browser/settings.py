"""The settings of the house that the browser visits: the demo's, and what makes it quick to enter.

Static files are collected, named and compressed as in service.
"""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.browser.urls"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
