"""Makes the administrator that DJANGO_SUPERUSER_* name, where nobody has that username yet."""

import os
from typing import Any

from django.core.management.base import BaseCommand

from gallery.models import User


class Command(BaseCommand):
    help = "Makes the administrator named by DJANGO_SUPERUSER_USERNAME, _EMAIL and _PASSWORD. Never changes anybody."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        username = os.environ.get("DJANGO_SUPERUSER_USERNAME", "").strip()
        password = os.environ.get("DJANGO_SUPERUSER_PASSWORD", "")
        if not username:
            return
        if not password:
            self.stderr.write("DJANGO_SUPERUSER_PASSWORD is not set, so no administrator was made.")
            return
        if User.objects.filter(username__iexact=username).exists():
            return
        email = os.environ.get("DJANGO_SUPERUSER_EMAIL", "").strip()
        User.objects.create_superuser(username=username, email=email, password=password)
        self.stderr.write(f"{username} is the administrator now.")
