"""Where a result link may not lead. The looked-up address decides, so the resolver is a fake."""

import httpx
import pytest

from studio.gateway.addresses import check_link, is_public, origins, public_addresses, resolve
from studio.gateway.errors import ForbiddenAddress, LinkBroken

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.127.255.254",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::5db8:d80e",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "nonsense",
]
PUBLIC = ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "::ffff:93.184.215.14", "64:ff9b::5db8:d80e"]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_refused(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_taken(address):
    assert is_public(address)


def test_one_private_address_among_public_ones_refuses_the_host():
    with pytest.raises(ForbiddenAddress):
        public_addresses("mixed.example", 443, lambda host, port: ["93.184.215.14", "10.0.0.1"])


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "localhost", "::1"]
)
def test_spellings_of_loopback_are_seen_through(host):
    with pytest.raises(ForbiddenAddress):
        public_addresses(host, 80, resolve)


@pytest.mark.parametrize("found", [[], OSError("no such host"), UnicodeError("label too long")])
def test_a_host_without_an_address_is_a_broken_link(found):
    def resolver(host, port):
        if isinstance(found, Exception):
            raise found
        return found

    with pytest.raises(LinkBroken):
        public_addresses("gone.example", 443, resolver)


TRUSTED = origins(["http://127.0.0.1:8090", "https://relay.example"])


@pytest.mark.parametrize(
    "link",
    [
        "file:///etc/passwd",
        "ftp://cdn.example/a.png",
        "gopher://cdn.example/",
        "//cdn.example/a.png",
        "cdn.example/a.png",
        "http:///a.png",
        "https://user@cdn.example/a.png",
        "https://user:word@cdn.example/a.png",
        "http://127.0.0.1:8090@cdn.example/a.png",
        "http://cdn.example:22/a.png",
        "https://cdn.example:8443/a.png",
        "https://cdn.example:80/a.png",
        "https://127.0.0.1:8090/a.png",
        "http://127.0.0.1:8091/a.png",
    ],
)
def test_links_of_a_forbidden_form_are_refused(link):
    with pytest.raises(ForbiddenAddress):
        check_link(httpx.URL(link), TRUSTED)


@pytest.mark.parametrize(
    ("link", "trusted"),
    [
        ("http://127.0.0.1:8090/a.png", True),
        ("https://RELAY.example:443/a.png", True),
        ("http://relay.example/a.png", False),
        ("https://cdn.example/a.png", False),
    ],
)
def test_only_the_very_origin_is_trusted(link, trusted):
    assert check_link(httpx.URL(link), TRUSTED) is trusted
