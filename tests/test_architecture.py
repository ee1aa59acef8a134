"""The import rules of docs/architecture and the marks of how our code reads. A reason to pass one is a line here."""

import re
import statistics

import pytest
from django.conf import settings
from django.urls import get_resolver

import gallery.tasks
import studio.tasks
from studio.api import api
from studio.serving.static_files import FAMILIES, Joiner
from tests.sources import BASE, FUNCTIONS, Source, depth, found, length, python

PRODUCT = python("studio", "gallery")
PURE_FILES = (
    "access",
    "roles",
    "files/colors",
    "files/looks",
    "search/query",
    "search/values",
    "files/renditions",
    "files/uploads",
    "derived/masks",
)
PURE = ("studio/gateway", "studio/catalogue", *(f"gallery/{name}.py" for name in PURE_FILES))
VAGUE = {"utils", "helpers", "common", "misc"}
VAGUE_CLASS = re.compile("(Service|Manager|Helper|Handler|Processor|Util)s?$")

LONG_FUNCTIONS: dict[str, str] = {}  # "file:function": reason
LONG_FILES: dict[str, str] = {}  # "file": reason
VAGUE_NAMES: dict[str, str] = {}  # "file:class": reason
DEEP_FUNCTIONS = {  # "file:function": reason
    "studio/gateway/download.py:_remote": "the time limit and the open answer around each hop",
    "studio/serving/live.py:run": "the subscription around the loop, each wait with its own limit",
    "gallery/files/renditions.py:decoded": "a warning's filter and the decoder's errors around the open file",
}

OPEN_ADDRESSES = {
    *("theme/", "language/", "icons/<str:digest>.svg", "shortcuts/"),
    *("first-run/", "healthz", "readyz", "metrics", "evidence-key.pem", "admin/login/"),
    *("accounts/login/", "accounts/logout/", "accounts/inactive/", "accounts/signup/", "accounts/confirm-email/"),
    *("accounts/password/reset/", "accounts/password/reset/done/", "accounts/password/reset/key/done/"),
    *("accounts/login/code/confirm/", "accounts/^confirm-email/(?P<key>[-:\\w]+)/$"),
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
    *("s/<str:token>/", "s/<str:token>/open/", "s/<str:token>/done/", "s/<str:token>/<uuid:pk>/"),
    *(
        "s/<str:token>/<uuid:pk>/report/",
        "s/<str:token>/<uuid:pk>/file",
        "s/<str:token>/<uuid:pk>/answer/",
        "s/<str:token>/<uuid:pk>/note/",
    ),
    *("s/<str:token>/notes/<uuid:pk>/", "invitations/<str:token>/"),
    *("accounts/login/code/", "accounts/2fa/authenticate/", "accounts/2fa/webauthn/login/"),
    *("accounts/3rdparty/login/cancelled/", "accounts/3rdparty/signup/"),
    *("accounts/oidc/^(?P<provider_id>[^/]+)/login/", "accounts/oidc/^(?P<provider_id>[^/]+)/login/callback/"),
    *("join/<str:token>/", "accounts/oidc/<str:provider_id>/login/"),
    *("api/v1/openapi.json", "api/v1/docs", "api/v1/"),
}


def test_gallery_never_names_studio():
    sources = python("gallery", migrations=True)
    assert not [source.name for source in sources if source.names("studio")]
    assert not [(source.name, word) for source in sources for word in source.strings() if re.match(r"studio\.\w", word)]


@pytest.mark.parametrize("place", PURE)
def test_what_is_pure_imports_no_models(place):
    rows = (
        "studio.models",
        "gallery.models",
        "django.contrib.auth.models",
        "django.db.models.Model",
        "django.db.connection",
    )
    assert not [source.name for source in python(place) if any(source.names(package) for package in rows)]


def test_only_the_gateway_client_imports_httpx():
    assert {source.name for source in PRODUCT if source.names("httpx")} == {
        source.name for source in python("studio/gateway") if source.names("httpx")
    }


def test_pages_and_submission_never_touch_celery_or_the_gateways_client():
    pages = python("studio/views", "gallery/views", "studio/api", "gallery/api", "studio/composing/forms.py")
    queue = ("celery", "studio.celery", "studio.tasks", "gallery.tasks")
    assert not [source.name for source in pages if any(source.names(package) for package in queue)]
    assert not [source.name for source in python("studio/submission.py") if source.names("studio.gateway.client")]


def test_no_import_hides_in_a_function():
    hidden = [
        f"{source.name}:{node.name}"
        for source in PRODUCT
        for node in source.functions()
        if any(type(inner).__name__.startswith("Import") for inner in walk_own(node))
    ]
    assert not hidden


def walk_own(node):
    for child in node.body:
        yield child
        yield from getattr(child, "body", []) if not isinstance(child, FUNCTIONS) else []


def test_functions_are_short():
    sizes = {f"{source.name}:{node.name}": length(node) for source in PRODUCT for node in source.functions()}
    assert {name: size for name, size in sizes.items() if size > 50} == dict.fromkeys(LONG_FUNCTIONS)
    assert statistics.quantiles(sizes.values(), n=10)[-1] <= 25


def test_nesting_ends_at_three():
    deep = {f"{source.name}:{node.name}" for source in PRODUCT for node in source.functions() if depth(node) > 3}
    assert deep == set(DEEP_FUNCTIONS)


@pytest.mark.parametrize(
    ("folder", "pattern", "most"),
    [
        ("studio", "*.py", 350), ("gallery", "*.py", 350), ("tests", "*.py", 300),
        ("templates", "*.html", 150), ("static/css", "*.css", 150), ("static/js", "*.js", 150),
    ],
)  # fmt: skip
def test_files_are_short(folder, pattern, most):
    sizes = {Source(path).name: Source(path).lines for path in found(folder, pattern)}
    assert {name: size for name, size in sizes.items() if size > most and name not in LONG_FILES} == {}


def test_scripts_join_without_twins():
    sources = Joiner(
        {path.relative_to(BASE / "static").as_posix(): path.read_text() for path in found("static/js", "*.js")}
    )
    assert all(sources.family(name) for name in FAMILIES)


def test_names_say_what_they_hold():
    assert not [source.name for source in PRODUCT if source.path.stem in VAGUE or source.path.parent.name in VAGUE]
    classes = {f"{source.name}:{node.name}" for source in PRODUCT for node in source.classes()}
    assert {name for name in classes if VAGUE_CLASS.search(name)} == set(VAGUE_NAMES)


def test_nothing_is_left_to_do():
    words = re.compile(r"\b(TODO|FIXME|XXX)\b")
    assert not [source.name for source in PRODUCT if words.search(source.text)]


def test_every_task_has_a_route_and_every_route_a_task():
    tasks = {task.name for module in (studio.tasks, gallery.tasks) for task in vars(module).values() if is_task(task)}
    assert tasks == set(settings.CELERY_TASK_ROUTES)
    assert set(settings.CELERY_TASK_ROUTES.values()) == {"provider", "collect", "media", "control"}


def is_task(thing):
    return isinstance(getattr(thing, "name", None), str) and hasattr(thing, "apply_async")


def addresses(patterns, before=""):
    for pattern in patterns:
        path = f"{before}{pattern.pattern}"
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, path)
        else:
            yield path, pattern.callback


def test_every_address_that_needs_no_sign_in_is_listed():
    free = {path for path, view in addresses(get_resolver().url_patterns) if not getattr(view, "login_required", True)}
    rest = api.get_openapi_schema(path_prefix="api/v1/")["paths"]
    guarded = {
        path.lstrip("/").replace("{", "<").replace("}", ">")
        for path, verbs in rest.items()
        if all(operation.get("security") for operation in verbs.values())
    }
    assert free - guarded == OPEN_ADDRESSES
