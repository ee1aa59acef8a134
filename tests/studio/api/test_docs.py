"""The schema says what the routes do; the documentation page runs under the site's own policy."""

import json
import shutil

import pytest
from django.test import Client

from studio.api import api
from tests.factories import UserFactory

CHROMIUM = shutil.which("chromium")


@pytest.fixture(scope="module")
def schema():
    return api.get_openapi_schema(path_prefix="/api/v1")


def test_the_schema_is_plain_json(schema):
    assert json.dumps(schema)  # a decimal among the limits is written as text, or not at all


def operations(schema):
    return [(path, method, each) for path, row in schema["paths"].items() for method, each in row.items()]


def test_every_documented_route_is_there(schema):
    assert {
        ("/api/v1/models", "get"),
        ("/api/v1/quotes", "post"),
        ("/api/v1/runs", "post"),
        ("/api/v1/runs", "get"),
        ("/api/v1/runs/{id}", "get"),
        ("/api/v1/runs/{id}/cancel", "post"),
        ("/api/v1/generations/{id}/retry", "post"),
        ("/api/v1/images", "post"),
        ("/api/v1/images", "get"),
        ("/api/v1/images/{id}", "get"),
        ("/api/v1/images/{id}", "delete"),
        ("/api/v1/images/{id}/file", "get"),
        ("/api/v1/images/{id}/rendition", "get"),
    } <= {(path, method) for path, method, _ in operations(schema)}


def test_every_route_is_described_and_guarded(schema):
    for path, method, each in operations(schema):
        assert each["summary"], (method, path)
        assert [list(way) for way in each["security"]] == [["BearerToken"], ["Session"]]
        assert 401 in each["responses"]


def test_every_error_is_a_problem(schema):
    kinds = {
        kind
        for _, _, each in operations(schema)
        for status, response in each["responses"].items()
        if status >= 400
        for kind in response["content"]
    }
    assert kinds == {"application/problem+json"}


def test_every_name_is_given_once(schema):
    names = [each["operationId"] for _, _, each in operations(schema)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", ["/api/v1/docs", "/api/v1/openapi.json"])
def test_the_documentation_is_open(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.django_db
def test_a_write_from_the_documentation_page_carries_a_csrf_token():
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(UserFactory())
    page = browser.get("/api/v1/docs").content.decode()
    assert 'data-api-csrf="true"' in page
    assert browser.cookies["csrftoken"].value


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM, reason="no Chromium on PATH")
@pytest.mark.django_db(transaction=True)
def test_the_documentation_page_runs_under_the_sites_policy(live_server, monkeypatch):
    playwright = pytest.importorskip("playwright.sync_api")
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    said = []
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{live_server.url}/api/v1/docs")
        page.locator(".opblock").first.wait_for()
        shown = page.locator(".opblock").count()
        browser.close()
    assert (said, shown) == ([], len(operations(api.get_openapi_schema(path_prefix="/api/v1"))))
