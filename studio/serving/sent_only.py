"""A page in words for whoever visits an address that only takes what a form sends: a browser shows its own else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render


def sent_only(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware. The API tells of it by itself."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        told = not isinstance(response, HttpResponse) or response.content
        if response.status_code != 405 or request.method != "GET" or told:
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response.get("Allow", "POST")
        return page

    return answer
