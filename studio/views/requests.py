"""The request as the middleware leaves it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """``htmx`` is true when htmx asks for a fragment."""

    htmx: HtmxDetails
