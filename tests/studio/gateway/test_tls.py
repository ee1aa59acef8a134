"""TLS below the deadline, below the checked connect and below the polls: the name in the address is what counts."""

import datetime
import ssl

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from studio.gateway import Pending, Task, addresses, connections, transport
from studio.gateway.errors import NotSent
from studio.gateway.transport import PublicBackend, http_transport
from tests.studio.gateway.builders import KEY, at, call
from tests.studio.gateway.loopback import head, saying, serving

BODY = b'{"output":["https://cdn.example/a.png"]}'
OK = head(f"content-length: {len(BODY)}") + BODY


def certificate(folder, name):
    """A self-signed certificate and its key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    none = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, none)
    path = folder / f"{name}.pem"
    path.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def secure(tmp_path, monkeypatch):
    """Makes a behaviour speak TLS for a name that the client's side then trusts."""

    def wrapped(name, behaviour):
        path = certificate(tmp_path, name)
        trusting = ssl.create_default_context(cafile=path)
        monkeypatch.setattr(transport, "tls_context", lambda: trusting)
        monkeypatch.setattr(connections, "tls_context", lambda: trusting)
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(path)

        def behave(peer):
            with server.wrap_socket(peer, server_side=True) as safe:
                behaviour(safe)

        return behave

    return wrapped


def over_tls(base, host="localhost"):
    return f"https://{host}:{base.rpartition(':')[2]}"


def test_a_call_goes_over_tls(secure, tmp_path):
    with serving(secure("localhost", saying(OK))) as base:
        found = at(over_tls(base)).send(call(), key=KEY, spool=tmp_path / "s")
    assert found.items[0].url == "https://cdn.example/a.png"


def test_a_wrong_name_is_refused_before_anything_is_sent(secure, tmp_path):
    with serving(secure("other.example", saying(OK))) as base, pytest.raises(NotSent):
        at(over_tls(base)).send(call(), key=KEY, spool=tmp_path / "s")


@pytest.mark.parametrize(("name", "seen"), [("localhost", "pending"), ("other.example", "unreachable")])
def test_polls_go_over_tls_and_check_the_name(secure, name, seen):
    answer = head("content-length: 20") + b'{"status":"Pending"}'
    with serving(secure(name, saying(answer))) as base:
        made = at(over_tls(base))
        assert made.poll_many([Task("a", KEY, 1.0)])["a"] == Pending(seen)
        made.close()


@pytest.mark.parametrize(("name", "taken"), [("cdn.example", True), ("other.example", False)])
def test_a_checked_address_still_answers_for_the_name(secure, monkeypatch, name, taken):
    monkeypatch.setattr(addresses, "is_public", lambda address: True)
    with serving(secure(name, saying(OK))) as base:
        network = http_transport(PublicBackend(lambda host, port: ["127.0.0.1"]), 2)
        with httpx.Client(transport=network) as client:
            if taken:
                assert client.get(over_tls(base, "cdn.example")).content == BODY
            else:
                with pytest.raises(httpx.ConnectError):
                    client.get(over_tls(base, "cdn.example"))
