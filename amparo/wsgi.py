"""The web process: Django as WSGI, behind the door."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.settings")

application = get_wsgi_application()
