"""The demo gateway: AiHubMix's routes as strictly as the real ones, with pictures drawn here. An independent witness:

it shares no code with ``studio.gateway`` or ``studio.catalogue`` and checks every request on tables of its own, written
from the gateway's reference. Run it with ``python -m studio.sandbox``; start it in a test with ``server.serving``.

Words in a prompt that change the answer:

- ``refuse-prompt``: moderation refuses the request, in the family's own form
- ``refuse-picture``: moderation takes the finished picture, in the family's own form
- ``refuse-prompt@flux``, ``refuse-picture@flux``: the same, but only at models with that in their name
- ``refuse-some``: moderation takes the last picture of a set and leaves the others
- ``fault:…``: see faults.py; obeyed only with ``--faults``

Keys: any ``sk-…`` is good, ``sk-bad…`` gets 401, ``sk-poor…`` 403 insufficient_user_quota, ``sk-free…`` has no limit.
"""
