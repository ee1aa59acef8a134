#!/usr/bin/env python
"""Django's command line for Pinacoteca."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    try:
        settings.INSTALLED_APPS  # noqa: B018 (reads the environment)
    except ImproperlyConfigured as error:
        sys.exit(f"Pinacoteca cannot start. {error}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
