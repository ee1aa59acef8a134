"""A template writes decimals into attributes and fields: the point stays.

What people read of money, seconds and shares goes through ``studio.templatetags.figures``.
"""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = "\u202f"
