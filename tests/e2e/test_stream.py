"""The live stream as a browser sees it when what stands before the site answers in its place."""

import pytest

pytestmark = pytest.mark.browser

RETRIED = 16_000  # ms: five questions of three seconds


def test_a_stream_that_a_proxy_refused_is_opened_anew(mira):
    page = mira.page
    page.clock.install()
    refused = []

    def refuse(route):
        refused.append(route.request.url)
        route.fulfill(status=502)

    page.route("**/events*", refuse)
    mira.goes_to("/")
    page.wait_for_function("document.querySelector('live-stream').source.readyState === EventSource.CLOSED")
    assert len(refused) == 1
    page.unroute("**/events*")
    with page.expect_response("**/events*") as answered:
        page.clock.run_for(RETRIED)
    assert answered.value.status == 200
