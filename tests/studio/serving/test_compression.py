"""HTML leaves compressed where the browser takes it, and nothing else does."""

import gzip

import pytest
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse

from studio.serving.compression import CompressedPages

PAGE = "<p>a quiet harbour</p>" * 400


def answered(rf, response, accepts="gzip"):
    return CompressedPages(lambda request: response)(rf.get("/", headers={"Accept-Encoding": accepts}))


def test_a_page_is_compressed_and_says_so(rf):
    response = answered(rf, HttpResponse(PAGE))
    assert response["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response["Vary"]
    assert gzip.decompress(response.content).decode() == PAGE
    assert len(response.content) == int(response["Content-Length"]) < len(PAGE) / 5


def test_the_same_page_has_no_fixed_length(rf):
    assert len({len(answered(rf, HttpResponse(PAGE)).content) for _ in range(30)}) > 5


@pytest.mark.parametrize(
    ("response", "accepts"),
    [
        (HttpResponse(PAGE), "br"),
        (JsonResponse({"text": PAGE}), "gzip"),
        (HttpResponse(PAGE, content_type="image/svg+xml"), "gzip"),
        (StreamingHttpResponse([PAGE]), "gzip"),
    ],
)
def test_everything_else_passes_as_it_is(rf, response, accepts):
    assert not answered(rf, response, accepts).has_header("Content-Encoding")


def test_a_real_page_leaves_compressed(client, db):
    response = client.get("/accounts/login/", follow=True, headers={"Accept-Encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
