"""How people get in: the first administrator, sign-up open or closed as SIGNUP says, a new e-mail address."""

from collections.abc import Callable

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy

from gallery import audit
from gallery.audit import Act
from gallery.models import Invitation, User
from gallery.people.arrivals import WrittenDown

INVITED = "invited"  # in the session: the id of the invitation that was opened
WITHOUT_PEOPLE = ("/first-run/", "/static/", "/api/", "/theme/", "/healthz", "/readyz", "/metrics")


NO_MATCH = gettext_lazy("This name and this password do not belong together.")


class AccountAdapter(WrittenDown):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": NO_MATCH,
        "email_password_mismatch": NO_MATCH,
        "too_many_login_attempts": gettext_lazy("Too many wrong passwords. Wait five minutes, then try again."),
        "email_taken": gettext_lazy("Somebody here uses this address already."),
        "username_taken": gettext_lazy("Somebody here has this name already."),
        "enter_current_password": gettext_lazy("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whoever holds an open invitation may make an account, also where sign-up is closed."""
        held = request.session.get(INVITED) if hasattr(request, "session") else None
        return settings.SIGNUP == "open" or bool(held and Invitation.objects.open().filter(pk=held).exists())


class FirstRun:
    """Middleware: while nobody has an account, every page leads to the one that makes the first administrator.

    Asks the database until somebody is there, and never again in this process.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response
        self.somebody = False

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if self.somebody or request.path_info.startswith(WITHOUT_PEOPLE):
            return self.get_response(request)
        self.somebody = User.objects.exists()
        return self.get_response(request) if self.somebody else HttpResponseRedirect(reverse("first-run"))


def make_first_administrator(*, username: str, email: str, password: str) -> User | None:
    """The superuser that an empty instance begins with; None when somebody was faster.

    A row that every instance has is locked meanwhile: two calls at once make one. (On SQLite the write lock that
    IMMEDIATE takes at the transaction's start does it.)
    """
    with transaction.atomic():
        list(ContentType.objects.select_for_update().filter(app_label=User._meta.app_label))
        if User.objects.exists():
            return None
        return User.objects.create_superuser(username=username, email=email, password=password)


def change_email(*, user: User, email: str) -> None:
    """The only address that this person signs in and resets the password with from now on."""
    with transaction.atomic():
        EmailAddress.objects.filter(user=user).exclude(email__iexact=email).delete()
        User.objects.filter(pk=user.pk).update(email=email)
        audit.record(Act.EMAIL_CHANGED, by=user, obj=user)
        EmailAddress.objects.get_or_create(user=user, email=email.lower(), defaults={"primary": True})
    user.email = email
