"""How people get in: who may sign up, and who has to prove more than a password. One row, made on first use."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy

from gallery.access import Standing
from gallery.remembered import Remembered, row

ONLY = 1
NEWCOMERS = (Standing.MEMBER, Standing.GUEST)


class SignUp(models.TextChoices):
    OPEN = "open", gettext_lazy("Open to everybody")
    DOMAINS = "domains", gettext_lazy("For e-mail addresses of these domains")
    INVITED = "invited", gettext_lazy("By invitation only")


class Entrance(models.Model):
    """``domains``: one a line. ``vouched``: whoever the sign-in provider vouches for gets an account.

    ``newcomers``: what somebody who signs up becomes. ``second_factor``: administrators and moderators need one.
    """

    remembered = True

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    signup = models.CharField(max_length=8, choices=SignUp.choices, default=SignUp.OPEN)
    domains = models.TextField(blank=True, max_length=4000)
    vouched = models.BooleanField(default=True)
    newcomers = models.CharField(max_length=13, choices=[(one.value, one.label) for one in NEWCOMERS], default="member")
    second_factor = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=ONLY), name="entrance_once"),
            models.CheckConstraint(condition=models.Q(signup__in=SignUp.values), name="entrance_signup_known"),
            models.CheckConstraint(condition=models.Q(newcomers__in=NEWCOMERS), name="entrance_newcomers_known"),
        ]

    def __str__(self) -> str:
        return self.get_signup_display()

    @classmethod
    def current(cls) -> "Entrance":
        """The row, or what SIGNUP of the environment says until an administrator changed it. Reads, never writes."""
        first = SignUp.OPEN if settings.SIGNUP == "open" else SignUp.INVITED
        return row(cls, known()) or cls(signup=first)

    def lets_in(self, email: str) -> bool:
        """Whether somebody with this address may make an account without an invitation."""
        if self.signup == SignUp.DOMAINS:
            return email.rpartition("@")[2].lower() in self.domains.split()
        return self.signup == SignUp.OPEN


known = Remembered(lambda: Entrance.objects.filter(pk=ONLY).values_list().first(), Entrance._meta.db_table)
