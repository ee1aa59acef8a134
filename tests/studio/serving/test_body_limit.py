"""Bodies that are too long, or of unknown length, are refused before anybody reads them."""

import pytest

from tests.factories import UserFactory


class Unread:
    def read(self, *size):
        pytest.fail("the body was read")

    readline = read


@pytest.mark.parametrize(
    ("told", "status", "words"),
    [
        ({"CONTENT_LENGTH": str(10**9)}, 413, "too much at once"),
        ({"CONTENT_LENGTH": "9" * 5000}, 413, "too much at once"),
        ({"CONTENT_LENGTH": "²"}, 411, "how long"),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, 411, "how long"),
    ],
)
@pytest.mark.parametrize("path", ["/gallery/upload/", "/accounts/login/", "/nowhere/"])
def test_it_is_refused_unread(client, path, told, status, words):
    answer = client.post(path, **({"wsgi.input": Unread()} | told))
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.django_db
def test_the_api_says_so_as_a_problem(client):
    answer = client.post("/api/v1/images", **{"wsgi.input": Unread(), "CONTENT_LENGTH": str(10**9)})
    assert (answer.status_code, answer.headers["Content-Type"]) == (413, "application/problem+json")


@pytest.mark.django_db
def test_several_files_of_the_largest_size_pass(client, settings):
    client.force_login(UserFactory())
    length = str(5 * settings.UPLOAD_MAX_BYTES)
    assert client.get("/gallery/upload/", CONTENT_LENGTH=length).status_code == 200
