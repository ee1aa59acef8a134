"""What a container asks of its web process."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from studio.serving import healthcheck


@pytest.fixture
def asked(monkeypatch):
    """The hosts that a web process was asked for; it knows studio.example.org alone."""
    hosts = []

    class Web(BaseHTTPRequestHandler):
        def do_GET(self):
            hosts.append(self.headers["host"])
            self.send_response(200 if hosts[-1] == "studio.example.org" else 400)
            self.end_headers()

        def log_message(self, *args):
            """Not to the terminal."""

    with HTTPServer(("127.0.0.1", 0), Web) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("PORT", str(server.server_port))
        yield hosts
        server.shutdown()


@pytest.mark.parametrize("given", ["studio.example.org", " .studio.example.org, b.example", "*,studio.example.org"])
def test_it_asks_by_a_name_that_is_allowed(monkeypatch, asked, given):
    monkeypatch.setenv("ALLOWED_HOSTS", given)
    assert healthcheck.web()
    assert asked == ["studio.example.org"]


@pytest.mark.parametrize("given", ["", "*"])
def test_without_names_it_asks_for_loopback(monkeypatch, asked, given):
    monkeypatch.setenv("ALLOWED_HOSTS", given)
    assert not healthcheck.web()
    assert asked == ["127.0.0.1"]


def test_nobody_there_is_ill(monkeypatch):
    monkeypatch.setenv("PORT", "1")
    assert not healthcheck.web()
