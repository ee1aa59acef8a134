"""Money is "$0.04" in every language, and a template writes decimals into attributes: the point stays.

What people read of seconds and sizes goes through ``studio.templatetags.figures``.
"""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = "\u202f"
