"""The site as the browser visits it: the real application, with its clock held at one moment."""

from django.core.wsgi import get_wsgi_application

from lib import clock
from tests.browser.moment import NOW

clock.stopped(NOW).__enter__()  # until the process ends
application = get_wsgi_application()
