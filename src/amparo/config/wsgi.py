"""The door that granian opens."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.config.settings")
application = get_wsgi_application()

# All addresses are loaded before anybody asks, and what lives as long as the process is looked at no more: a full
# search through it for what could be forgotten held up whoever was being answered.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
