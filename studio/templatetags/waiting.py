"""What holds a vendor's generations up, in words."""

from django import template

from studio import waits
from studio.models import VendorPause

register = template.Library()


@register.filter
def pause_words(pause: VendorPause) -> str:
    """ "Baidu is not answering since 10:20. Tried again at 10:25." """
    return waits.pause_words(pause)
