"""What an error report says, and what never leaves."""

import json

from studio.serving import sentry

SECRET = "sk-secret"


def report():
    return {
        "level": "error",
        "message": f"answer {SECRET}",
        "logentry": {"message": "%s", "params": [SECRET]},
        "extra": {"prompt": SECRET},
        "user": {"email": SECRET},
        "request": {
            "method": "POST", "url": f"https://here/media/a.webp?s={SECRET}", "query_string": f"s={SECRET}",
            "headers": {"Authorization": SECRET}, "cookies": {"sessionid": SECRET}, "data": {"prompt": SECRET},
        },
        "exception": {
            "values": [
                {
                    "type": "ValueError", "value": f"no answer from https://there/x?key={SECRET}",
                    "stacktrace": {"frames": [{"function": "send", "lineno": 7, "vars": {"key": SECRET}}]},
                }
            ]
        },
        "breadcrumbs": {"values": [crumb()]},
        "spans": [{"op": "http", "description": f"GET https://there/x?s={SECRET}", "data": {"http.query": SECRET}}],
    }  # fmt: skip


def crumb():
    data = {"url": f"https://there/x?s={SECRET}", "http.query": f"s={SECRET}", "status_code": 401, "body": SECRET}
    return {"category": "httplib", "message": f"sent {SECRET}", "data": data}


def test_no_secret_leaves_with_a_report():
    assert SECRET not in json.dumps(sentry.before_send(report(), {}))


def test_a_report_says_what_happened_and_where():
    sent = sentry.before_send(report(), {})
    error = sent["exception"]["values"][0]
    assert sent["request"] == {"method": "POST", "url": "https://here/media/a.webp"}
    assert (error["type"], error["stacktrace"]["frames"]) == ("ValueError", [{"function": "send", "lineno": 7}])


def test_a_breadcrumb_says_where_to_and_how_it_ended():
    sent = sentry.before_breadcrumb(crumb(), {})
    assert sent["data"] == {"url": "https://there/x", "status_code": 401}
    assert SECRET not in json.dumps(sent)


def test_sentry_is_told_to_ask_them(monkeypatch):
    told = {}
    monkeypatch.setattr(sentry, "sentry_sdk", type("Sdk", (), {"init": lambda **options: told.update(options)}))
    sentry.start("https://key@host/1")
    assert (told["before_send"], told["before_breadcrumb"]) == (sentry.before_send, sentry.before_breadcrumb)
