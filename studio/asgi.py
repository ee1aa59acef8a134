"""One port: /events and /media/ as raw ASGI, every page as WSGI in a pool of threads beside them (RELIABILITY 5.3)."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings

from studio.wsgi import application as pages  # sets Django up: before anything that needs its apps

from gallery.files.media import media_app  # isort: skip
from gallery.sharing.media import shared_app  # isort: skip
from studio import oneprocess  # isort: skip
from studio.serving.live import live_app  # isort: skip
from studio.serving.wsgi_bridge import Bridge  # isort: skip

THREADS = 16

django_app = Bridge(pages, THREADS)

if settings.BROKER_URL.startswith("memory"):
    oneprocess.start()


async def application(
    scope: MutableMapping[str, Any], receive: Callable[..., Awaitable[Any]], send: Callable[..., Awaitable[None]]
) -> None:
    if scope["type"] != "http":
        return
    if scope["path"] == "/events":
        await live_app(scope, receive, send)
    elif scope["path"].startswith("/media/s/"):
        await shared_app(scope, receive, send)
    elif scope["path"].startswith("/media/"):
        await media_app(scope, receive, send)
    else:
        await django_app(scope, receive, send)
