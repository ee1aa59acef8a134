"""How often the waiting tasks have been asked after; ``forget`` removes them."""

from django.db.models import Sum

from studio.models import Generation, State
from tests.bench.inside import given, say


def main() -> None:
    waiting = Generation.objects.filter(state=State.WAITING)
    polls = waiting.aggregate(polls=Sum("poll_count"))["polls"] or 0
    if given().get("forget"):
        waiting.delete()
    say(polls=polls)


if __name__ == "__main__":
    main()
