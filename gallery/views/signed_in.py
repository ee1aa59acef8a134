"""The request of a page that LoginRequiredMiddleware lets nobody else see."""

from django.http import HttpRequest

from gallery.models import User


class SignedIn(HttpRequest):
    user: User
