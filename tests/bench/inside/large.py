"""``number`` pictures whose originals hold ``each`` bytes: holes, which no disk has to keep."""

import os

from django.core.management import call_command

from gallery.files import storage
from gallery.models import Image, User
from tests.bench.inside import given, say
from tests.bench.inside.people import token_of


def main() -> None:
    asked = given()
    call_command("prepare", verbosity=0)
    call_command("fill_gallery", "mira", images=asked["number"], files=0)
    for image in Image.objects.all():
        path = storage.local_path(storage.original_name(image))
        assert path is not None
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        os.truncate(path, asked["each"])
    ids = [str(pk) for pk in Image.objects.values_list("pk", flat=True)]
    say(ids=ids, token=token_of(User.objects.get(username="mira")))


if __name__ == "__main__":
    main()
