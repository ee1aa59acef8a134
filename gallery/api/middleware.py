"""No page of HTML under the API's addresses, whoever answered: the router, another middleware or a crash."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from gallery.api.problems import MEDIA_TYPE, problem

ADDRESSES = "/api/"
KEPT = ("Allow", "Content-Range", "Retry-After", "WWW-Authenticate", "X-Request-ID")


def problems(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """The outermost middleware: sees every answer as it leaves."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code < 400 or not f"{request.path_info}/".startswith(ADDRESSES):
            return response
        return response if response.get("Content-Type", "") == MEDIA_TYPE else told(response)

    return answer


def told(response: HttpResponseBase) -> HttpResponse:
    response.close()
    return problem(response.status_code, headers={name: response[name] for name in KEPT if name in response})
