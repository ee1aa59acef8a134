"""The sandbox as an ASGI application: a table of routes, one voice for errors per lane."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from studio.sandbox import account, chat, control, lanes, moderations, tasks
from studio.sandbox.problems import RequestError
from studio.sandbox.state import Sandbox
from studio.sandbox.wire import HangupError, Receive, Reply, Request, Scope, Send

Route = Callable[..., Awaitable[Reply]]
HangUp = Callable[[tuple[str, int]], None]
log = logging.getLogger("studio.sandbox")
IDEOGRAM_ACTIONS = "generate|remix|edit|reframe|replace-background"


ROUTES: list[tuple[str, re.Pattern[str], Route, str]] = [
    (method, re.compile(f"^{pattern}$"), route, voice)
    for method, pattern, route, voice in (
        ("POST", r"/v1/models/([^/]+)/([^/]+)/predictions", lanes.predictions, "gateway"),
        ("POST", r"/v1/images/generations", lanes.generations, "gateway"),
        ("POST", r"/v1/images/edits", lanes.edits, "gateway"),
        ("POST", r"/v1/chat/completions", chat.completions, "gateway"),
        ("POST", r"/v1/moderations", moderations.moderations, "gateway"),
        ("GET", r"/v1/tasks/(.+)", tasks.poll, "gateway"),
        ("POST", r"/gemini/v1beta/models/([^/:]+):((?:streamG|g)enerateContent)", lanes.gemini, "gemini"),
        ("POST", rf"/ideogram/v1/ideogram-v3/({IDEOGRAM_ACTIONS})", lanes.ideogram, "ideogram"),
        ("GET", r"/dashboard/billing/remain", account.balance, "gateway"),
        ("GET", r"/api/status", account.status, "gateway"),
        ("GET", r"/v1/models", account.models, "gateway"),
        ("GET", r"/api/v1/models", account.image_models, "gateway"),
        ("GET", r"/files/([\w-]+)", account.file, "gateway"),
        ("GET", r"/sandbox/ledger", control.ledger, "gateway"),
        ("DELETE", r"/sandbox/ledger", control.reset, "gateway"),
        ("GET", r"/sandbox/stats", control.stats, "gateway"),
        ("POST", r"/sandbox/config", control.configure, "gateway"),
        ("POST", r"/sandbox/open", control.open_gate, "gateway"),
    )
]


class SandboxApp:
    """``hang_up`` closes the caller's socket; without one (in-process tests) the answer just ends."""

    def __init__(self, sandbox: Sandbox, hang_up: HangUp = lambda client: None) -> None:
        self.sandbox = sandbox
        self.hang_up = hang_up

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        if scope["type"] != "http":
            return
        request = Request.from_scope(scope, receive)
        try:
            reply = await self._reply(request)
            await reply.send(send, request.id)
        except HangupError:
            self.hang_up(request.client)
            await asyncio.sleep(0)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        if self.sandbox.config.plain:
            await self.sandbox.easel.plain(1024, 1024, "png")
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self.sandbox.easel.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _reply(self, request: Request) -> Reply:
        route, found, voice = _find(request)
        if route is None:
            problem = RequestError(404, f"Invalid URL ({request.method} {request.path})", code="not_found")
            return _told(problem, voice, request)
        try:
            return await route(self.sandbox, request, *found)
        except RequestError as problem:
            return _told(problem, voice, request)
        except HangupError:
            raise
        except Exception:
            log.exception("sandbox failed on %s", request.path)
            return _told(RequestError(500, "The sandbox failed; see its log.", code="internal_error"), voice, request)


def _find(request: Request) -> tuple[Any, tuple[str, ...], str]:
    for method, pattern, route, voice in ROUTES:
        match = pattern.match(request.path)
        if match and method == request.method:
            return route, match.groups(), voice
    return None, (), "gateway"


def _told(problem: RequestError, voice: str, request: Request) -> Reply:
    reply = Reply.of_json(problem.body(voice, request.id), problem.status)
    reply.headers = problem.headers
    return reply
