"""Where passkeys work. A browser binds them to a host name, and gives them to HTTPS or to the own machine alone."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.translation import gettext as _


def host_of(request: HttpRequest) -> str:
    """Without the port: what a passkey is bound to."""
    return urlsplit(f"//{request.get_host()}").hostname or ""


def is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def is_own_machine(host: str) -> bool:
    return host == "localhost" or host.endswith(".localhost")


def why_not(request: HttpRequest) -> str:
    """Why no passkey works at the address by which this page was opened; "" where they do."""
    host = host_of(request)
    if is_address(host):
        if ip_address(host).is_loopback:
            return _("Passkeys need a host name. Open this page at localhost in place of %(host)s.") % {"host": host}
        return _("Passkeys need a host name, and %(host)s is a number. Open this page by its name.") % {"host": host}
    if not request.is_secure() and not is_own_machine(host):
        return _("Passkeys need HTTPS. Open this page at an address that begins with https://.")
    return ""
