"""manage.py create_api_token USERNAME: the token alone on stdout, everything else on stderr."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, transaction

from gallery import audit
from gallery.audit import Act
from gallery.models import ApiToken, User


class Command(BaseCommand):
    help = "Makes an API token for a person and prints it, once. Works while the app runs."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="command line", help="what the token is for (shown on the account page)")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"]
        if len(name) > 80:
            raise CommandError("The name of a token has at most 80 letters.")
        person = find(options["username"])
        with transaction.atomic():
            row, token = ApiToken.objects.issue(owner=person, name=name)
            audit.record(Act.TOKEN_MADE, obj=row, details={"owner": person.pk, "by": "command"})
        self.stderr.write(f"Token {row.pk} for {person.username}. It is not shown again.")
        self.stdout.write(token)


def find(username: str) -> User:
    try:
        person = User.objects.filter(username__iexact=username).first()
    except DatabaseError as error:
        raise CommandError(f"The database has no people yet: start the app once first. ({error})") from None
    if person is None:
        raise CommandError(f"There is nobody called {username!r}. Usernames are on the administration's Users page.")
    if not person.is_active:
        raise CommandError(f"{person.username} is suspended: a token of theirs would open nothing.")
    return person
