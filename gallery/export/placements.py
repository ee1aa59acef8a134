"""Sizes that places ask for, in pixels. Data: another one is a line."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Placement:
    name: str
    label: Any
    group: Any
    width: int
    height: int

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height


SOCIAL, ADS, SCREEN, PRINT = _("Social"), _("Banners"), _("Screen and mail"), _("Print, 300 dpi")

PLACEMENTS = {
    name: Placement(name, label, group, width, height)
    for name, label, group, width, height in (
        ("instagram-square", _("Instagram, square"), SOCIAL, 1080, 1080),
        ("instagram-portrait", _("Instagram, portrait"), SOCIAL, 1080, 1350),
        ("instagram-landscape", _("Instagram, landscape"), SOCIAL, 1080, 566),
        ("story", _("Story, reel, TikTok"), SOCIAL, 1080, 1920),
        ("pinterest", _("Pinterest pin"), SOCIAL, 1000, 1500),
        ("facebook-cover", _("Facebook cover"), SOCIAL, 1640, 624),
        ("linkedin-post", _("LinkedIn post"), SOCIAL, 1200, 627),
        ("linkedin-banner", _("LinkedIn banner"), SOCIAL, 1584, 396),
        ("x-post", _("X post"), SOCIAL, 1600, 900),
        ("x-header", _("X header"), SOCIAL, 1500, 500),
        ("youtube-thumbnail", _("YouTube thumbnail"), SOCIAL, 1280, 720),
        ("youtube-banner", _("YouTube banner"), SOCIAL, 2560, 1440),
        ("rectangle", _("Medium rectangle"), ADS, 300, 250),
        ("leaderboard", _("Leaderboard"), ADS, 728, 90),
        ("billboard", _("Billboard"), ADS, 970, 250),
        ("half-page", _("Half page"), ADS, 300, 600),
        ("skyscraper", _("Wide skyscraper"), ADS, 160, 600),
        ("link-preview", _("Link preview (Open Graph)"), SCREEN, 1200, 630),
        ("full-hd", _("Full HD slide"), SCREEN, 1920, 1080),
        ("mail-header", _("Mail header, twice 600 × 200"), SCREEN, 1200, 400),
        ("a4-portrait", _("A4, portrait"), PRINT, 2480, 3508),
        ("a4-landscape", _("A4, landscape"), PRINT, 3508, 2480),
    )
}
