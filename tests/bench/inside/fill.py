"""Migrates, and hangs up to ``rows`` pictures of one person, or of a team with all that may hang on them."""

from django.core.management import call_command

from gallery.models import Image, Team, User
from tests.bench.inside import given, say
from tests.bench.inside.people import session_of, token_of


def main() -> None:
    call_command("prepare", verbosity=0)
    asked = given()
    owner = User.objects.get(username="mira")
    team = asked.get("team")
    there = Image.objects.filter(team__name=team).count() if team else Image.objects.mine(owner).count()
    more = {name: asked[name] for name in ("boards", "tags", "members", "files") if name in asked}
    call_command("fill_gallery", "mira", images=max(0, asked["rows"] - there), team=team, **({"files": 0} | more))
    found = Team.objects.filter(name=team).first() if team else None
    say(
        rows=Image.objects.count(),
        session=session_of(owner),
        token=token_of(owner),
        team=str(found.pk) if found else "",
    )


if __name__ == "__main__":
    main()
