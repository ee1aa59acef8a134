"""The sandbox's own routes, for tests and benchmarks on this machine: witness, figures, settings."""

from ipaddress import ip_address

from studio.sandbox.problems import RequestError
from studio.sandbox.state import Sandbox
from studio.sandbox.wire import Reply, Request, from_json


async def ledger(sandbox: Sandbox, request: Request) -> Reply:
    """Every call since the start or the last reset, oldest first."""
    return Reply.of_json(sandbox.ledger.as_list())


async def reset(sandbox: Sandbox, request: Request) -> Reply:
    """Forgets the ledger and which ``-once`` faults have acted; opens what is shut."""
    sandbox.ledger.reset()
    sandbox.seen.clear()
    for gate in sandbox.gates.values():
        gate.set()
    sandbox.gates.clear()
    return Reply.of_json({"success": True})


async def open_gate(sandbox: Sandbox, request: Request) -> Reply:
    """Lets the calls of this prompt go on that wait at ``fault:gate``, and those that are yet to come."""
    asked = from_json(await request.body())
    sandbox.gates[str(asked.get("prompt", ""))].set()
    return Reply.of_json({"success": True})


async def stats(sandbox: Sandbox, request: Request) -> Reply:
    """In flight now, the peak, totals."""
    waiting = sum(task.waiting for task in sandbox.tasks.values())
    totals = {**sandbox.ledger.totals(), "tasks": len(sandbox.tasks), "tasks_waiting": waiting}
    fetches = sum(link.fetched for link in sandbox.links.by_token.values())
    links = {"links": len(sandbox.links.by_token), "fetches": fetches}
    return Reply.of_json({**totals, **links, "drawn": sandbox.easel.drawn})


async def configure(sandbox: Sandbox, request: Request) -> Reply:
    """Changes settings while running; answers what is in force."""
    body = await request.body()
    if not ip_address(request.client[0]).is_loopback:
        raise RequestError(403, "Only from this machine.", code="forbidden")
    try:
        sandbox.config = sandbox.config.changed(from_json(body))
    except ValueError as error:
        raise RequestError(400, str(error)) from error
    return Reply.of_json({name: getattr(sandbox.config, name) for name in sandbox.config.__slots__ if name != "state"})
