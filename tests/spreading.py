"""How tests are spread over xdist's workers: one by one, but what starts processes stays together.

xdist's own groups do nothing on pytest 9.2: they are written into a name that pytest no longer reads.
"""

from xdist.scheduler import LoadScopeScheduling

BY_MODULE = ("tests/processes/",)
BY_FOLDER = ("tests/deployment/", "tests/e2e/")  # its modules share their sites
CROWDS = ("tests/processes/test_limits.py", "tests/studio/money/test_at_once.py")  # 40 threads with a connection each:
# two of them at once are more than the hundred that PostgreSQL has


def scope_of(nodeid: str) -> str:
    """What has one worker to itself for as long as it runs."""
    module = nodeid.partition("::")[0]
    if module in CROWDS:
        return "crowds"
    if nodeid.startswith(BY_FOLDER):
        return module.rpartition("/")[0]
    return module if nodeid.startswith(BY_MODULE) else nodeid


class Spreading(LoadScopeScheduling):
    """The largest scopes go first."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)
