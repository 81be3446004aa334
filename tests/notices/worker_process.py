"""Runs the worker, with the writer of the tests, as a process that can be killed."""

import sys

import django
from django.core.management import call_command

django.setup()

from notices import letters  # noqa: E402  models can be loaded only now
from tests.notices.samples import KIND, write_sample  # noqa: E402

letters.register(KIND, write_sample)
call_command("worker", *sys.argv[1:])
