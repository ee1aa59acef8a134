"""The letter that stands for a vendor."""

from django import template

from studio.views.composer.picker import monogram

register = template.Library()
register.filter("monogram", monogram)
