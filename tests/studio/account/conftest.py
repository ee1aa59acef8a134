"""Somebody signed in, and a gateway on loopback that knows one good key."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from studio import keys
from tests.factories import UserFactory

GOOD_KEY = "sk-good-0123456789abcd"


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        known = self.headers.get("Authorization") == f"Bearer {GOOD_KEY}"
        if self.path == "/api/status":
            code, body = 200, {"data": {}}
        elif known:
            code, body = 200, {"object": "credit_summary", "total_usage": 12.349}
        else:
            code, body = 401, {"error": {"code": "invalid_api_key", "message": "invalid token", "type": "x"}}
        text = json.dumps(body).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *args):
        """Says nothing."""


@pytest.fixture
def gateway(settings):
    """Its address is the one of the real gateway while a test runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.AIHUBMIX_BASE_URL = f"http://127.0.0.1:{server.server_port}"
    keys.gateway.cache_clear()
    yield server
    keys.gateway(False).close()
    keys.gateway.cache_clear()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def unreachable(settings):
    settings.AIHUBMIX_BASE_URL = "http://127.0.0.1:9"
    keys.gateway.cache_clear()
    yield
    keys.gateway(False).close()
    keys.gateway.cache_clear()


@pytest.fixture
def person(client, db):
    person = UserFactory(username="mira", email="mira@example.org")
    client.force_login(person)
    return person
