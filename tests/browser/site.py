"""The site as the browser visits it: the real application, with its clock held at one moment."""

from django.core.wsgi import get_wsgi_application

from lib import clock
from tests.browser.moment import NOW

held = clock.stopped(NOW)  # until the process ends: let go of it, and the clock runs
held.__enter__()
application = get_wsgi_application()
