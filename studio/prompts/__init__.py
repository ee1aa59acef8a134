"""Words before they are sent: alternatives, variables, tables, earlier and saved prompts, help from a chat model.

``expanding``, ``filling`` and ``tabulating`` are pure; the rest are verbs over rows.
"""
