"""``manage.py fill_gallery --images N``: pictures for measuring, of one person or a team."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gallery.files import storage
from gallery.management.filling import Filling, boards_for, members_of, tags_for, team_called
from gallery.management.progress import Progress
from gallery.models import User

WITH_FILES = 10_000


class Command(BaseCommand):
    help = "Makes pictures for measuring lists, searches and downloads. Their files share a few tiny ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", nargs="?", help="whose they are; without it, the only administrator's")
        parser.add_argument("--images", type=int, default=10_000)
        parser.add_argument("--team", help="publish them in this team of theirs, made where it is not")
        parser.add_argument("--members", type=int, default=1, help="people of that team, who own them in turns")
        parser.add_argument("--boards", type=int, default=0, help="boards; the first holds up to 100,000")
        parser.add_argument("--tags", type=int, default=0, help="tags; each picture has two")
        parser.add_argument("--files", type=int, default=WITH_FILES, help="how many of the newest 20,000 get files")

    def handle(self, *args: Any, username: str | None, images: int, **options: Any) -> None:
        if min(images, *(options[name] for name in ("members", "boards", "tags", "files"))) < 0:
            raise CommandError("A number is 0 or more.")
        if options["members"] > 1 and not options["team"]:
            raise CommandError("Members are a team's: name it with --team.")
        owner = self.owner(username)
        progress = Progress(self.stderr, "Pictures", images)
        for made in self.filling(owner, options).fill(images):
            progress.step(made)
        self.stdout.write(f"{images} pictures for {owner.username}.")

    def owner(self, username: str | None) -> User:
        if username is None:
            found = list(User.objects.filter(is_superuser=True)[:2])
            if len(found) != 1:
                raise CommandError("Say whose they are: there is not one administrator alone.")
            return found[0]
        owner = User.objects.filter(username=username).first()
        if owner is None:
            raise CommandError(f"There is nobody called {username}.")
        return owner

    def filling(self, owner: User, options: dict[str, Any]) -> Filling:
        team = team_called(options["team"], owner) if options["team"] else None
        people = members_of(team, options["members"]) if team and options["members"] > 1 else [owner]
        boards, tags = boards_for(owner, team, options["boards"]), tags_for(owner, team, options["tags"])
        if options["files"] and not storage.is_local():
            self.stderr.write("Without files: they are links of this host's disk.")
        return Filling(people, team, boards, tags, options["files"] if storage.is_local() else 0)
