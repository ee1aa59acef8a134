"""Pages leave compressed: a wall of sixty pictures is 55 kB of HTML and 8 kB on the way.

Secrets on a page are masked anew for each answer (CSRF) or change with each second (the stream's token), and a random
length is added, so that sizes tell nothing (BREACH). Everything but HTML passes as it is.
"""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressedPages(GZipMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
