"""The whole site as processes, and a person who uses it in Chromium."""

import sys
from dataclasses import dataclass, field
from typing import Any

import redis
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response

from gallery.models import User
from studio.models import WorkerSession
from tests.collected import collect_static
from tests.processes.stack import Stack, free_port, listens, until

LAUNCH = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
SERIOUS = ("serious", "critical")
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@dataclass
class Site:
    """Web, three workers and a sandbox gateway on the test's database."""

    stack: Stack
    port: int = field(default_factory=free_port)
    heartbeats: list[WorkerSession] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "Site":
        self.stack.extra |= {"PORT": str(self.port), "CACHE_URL": self.stack.url.replace("redis+socket", "unix")}
        collect_static(self.stack.environment())
        self.start_web()
        self.stack.start_worker("control", size=2)
        self.stack.start_worker("provider")
        self.stack.start_worker("media", pool="solo", size=1)
        return self.when_up()

    def start_web(self) -> None:
        server = [sys.executable, "-m", "uvicorn", "studio.asgi:application", "--port", str(self.port)]
        self.stack.run("web", [*server, "--lifespan", "off", "--timeout-graceful-shutdown", "1"])

    def when_up(self) -> "Site":
        until(lambda: listens(self.port), what="the web process does not listen")
        return self

    def restart_web(self) -> None:
        """A web process remembers that somebody has an account: this one knows nobody."""
        self.stack.kill("web")
        self.start_web()
        self.when_up()

    def keep_heartbeats(self) -> None:
        """Before all rows go: a worker whose heartbeat is gone counts as dead, and what it sends is taken from it."""
        self.heartbeats = list(WorkerSession.objects.filter(ended_at=None))

    def give_heartbeats_back(self) -> None:
        known = set(WorkerSession.objects.values_list("pk", flat=True))
        now = timezone.now()
        missing = [beat for beat in self.heartbeats if beat.pk not in known]
        for beat in missing:
            beat.beat_at = now
        WorkerSession.objects.bulk_create(missing, ignore_conflicts=True)

    def forget(self) -> None:
        """Empties the cache: what it holds speaks of people by numbers that the next test gives to others."""
        with redis.Redis(unix_socket_path=str(self.stack.socket)) as server:
            for key in server.scan_iter("pin:*", count=1000):
                server.delete(key)


class Person:
    """One browser context. What the console or a 5xx says is kept, and has to be nothing in the end."""

    def __init__(self, context: BrowserContext, site: Site):
        self.site = site
        self.context = context
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("response", self.see)

    def hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")

    def see(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status}: {response.url}")

    def goes_to(self, path: str) -> Page:
        self.page.goto(f"{self.site.url}{path}")
        return self.page

    def enters_as(self, user: User) -> None:
        """With a session that was begun elsewhere."""
        client = Client()
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.site.url}])

    def signs_in(self, username: str, password: str) -> None:
        page = self.goes_to("/accounts/login/")
        page.fill("[name=login]", username)
        page.fill("[name=password]", password)
        page.click("main form button")
        page.wait_for_url(f"{self.site.url}/")

    def violations(self, *rules: str) -> list[str]:
        """What axe calls serious or worse on the page as it stands, by these rules or by all of them."""
        options: dict[str, Any] = {"resultTypes": ["violations"]}
        options |= {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
        found: dict[str, Any] = Axe().run(self.page, options=options).response
        return [
            f"{rule['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
            for rule in found["violations"]
            if rule["impact"] in SERIOUS
            for node in rule["nodes"]
        ]
