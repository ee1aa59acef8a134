"""Which language a page is in: the one chosen in this browser, or the one that the browser asks for."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers

from gallery.api.middleware import ADDRESSES


class Language(LocaleMiddleware):
    """Django's, with a cookie that caches know of; the API answers in English, whoever asks."""

    def process_request(self, request: HttpRequest) -> None:
        if request.path_info.startswith(ADDRESSES):
            translation.activate("en")
            request.LANGUAGE_CODE = translation.get_language()
        else:
            super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith(ADDRESSES):
            response.headers.setdefault("Content-Language", "en")
            return response
        patch_vary_headers(response, ("Cookie",))
        return super().process_response(request, response)
