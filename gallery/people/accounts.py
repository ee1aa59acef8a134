"""How people get in: the first administrator, sign-up open or closed, a new e-mail address."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy

from gallery import audit
from gallery.audit import Act
from gallery.models import Entrance, User
from gallery.models.entrance import SignUp
from gallery.people import entering
from gallery.people.arrivals import WrittenDown

WITHOUT_PEOPLE = ("/first-run/", "/static/", "/icons/", "/api/", "/theme/", "/healthz", "/readyz", "/metrics")


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
        return Entrance.current().signup != SignUp.INVITED or entering.is_invited(request)

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        with transaction.atomic():
            saved = super().save_user(request, user, form, commit)
            if commit:
                entering.admit(request, saved)
        return saved

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponseBase:
        """Who has to show first that the address is theirs gets the mail for it; a closed account is closed."""
        if not user.confirming:
            return super().respond_user_inactive(request, user)
        for address in EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=False):
            address.send_confirmation(request, signup=True)
        return HttpResponseRedirect(reverse("account_email_verification_sent"))

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        confirmed = bool(super().confirm_email(request, email_address))
        if confirmed:
            entering.confirmed(email_address.user)
        return confirmed

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **more: Any) -> None:
        """allauth tells of every second factor that comes or goes by a mail, whether it is sent or not."""
        if template_prefix.startswith("mfa/"):
            what = template_prefix.rpartition("/")[2]
            audit.record(Act.SECOND_FACTOR_CHANGED, by=user, obj=user, details={"what": what})
        super().send_notification_mail(template_prefix, user, *args, **more)


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
