"""The rows of submit → visible: one, fifty and two hundred at once, with what they cost meanwhile."""

import time
from dataclasses import dataclass

from tests.bench import process
from tests.bench.arrivals import Arrivals, median
from tests.bench.floor import floor
from tests.bench.shape import LATENCY, Sandbox, Shape
from tests.bench.table import Row, told

BURSTS = ((50, 1.4, 1.15), (200, 1.8, 1.25))
LONG_LATENCY = 25.0  # seconds; within them even a busy machine submits all of a burst
QUIET_SECONDS = 60.0  # that the renditions of a burst may take


def rows(shape: Shape, sandbox: Sandbox, name: str, tries: int) -> list[Row]:
    Arrivals(shape, 2, "warming up").measured()
    found = [single(shape, sandbox, f"{name}: one, over L", tries, as_page=False)]
    found.append(single(shape, sandbox, f"{name}: one, over L, as the page shows it", tries, as_page=True))
    for number, must, aim in BURSTS:
        settled(shape)
        found += burst(shape, sandbox, name, number, (must, aim))
    settled(shape)
    return [*found, flying(shape, sandbox, name, max(burst[0] for burst in BURSTS))]


def single(shape: Shape, sandbox: Sandbox, figure: str, tries: int, *, as_page: bool) -> Row:
    ours = [Arrivals(shape, 1, "one", as_page).measured().last - LATENCY for _ in range(tries)]
    bare = [floor(sandbox.url, 1).seconds - LATENCY for _ in range(tries)]
    return told(figure, 1000 * median(ours), "ms", floor=f"{1000 * median(bare):.0f} ms", most=60, aim=40)


@dataclass(frozen=True, slots=True)
class Cost:
    """One burst's cost: CPU seconds by part, MB before and at most."""

    cpu: dict[str, float]
    idle: float
    peak: float


def costly(shape: Shape, sandbox: Sandbox, arrivals: Arrivals) -> Cost:
    family = shape.family()
    before, idle = process.cpu_by_part(family), process.memory(family)
    with process.Watch(family, sandbox.in_flight) as watch:
        arrivals.measured()
    after = process.cpu_by_part(family)
    return Cost({part: after[part] - before[part] for part in after}, idle, watch.peak)


def flying(shape: Shape, sandbox: Sandbox, name: str, number: int) -> Row:
    """What a call costs that only waits: all of them at once, at a gateway that takes its time."""
    family = shape.family()
    idle = process.memory(family)
    sandbox.configure(latency=LONG_LATENCY)
    try:
        with process.Watch(family, sandbox.in_flight) as watch:
            Arrivals(shape, number, "all at once").measured()
    finally:
        sandbox.configure(latency=LATENCY)
    figure = f"{name}: memory per generation in flight, of {number} at once"
    most = watch.while_in_flight(number)
    if most is None:
        return Row(figure, "never all at once", "–", "≤ 2", "≤ 1", True)
    return told(figure, (most - idle) / number, "MB", most=2, aim=1)


def burst(shape: Shape, sandbox: Sandbox, name: str, number: int, targets: tuple[float, float]) -> list[Row]:
    bare = floor(sandbox.url, number).seconds
    sandbox.reset()
    arrivals = Arrivals(shape, number, f"burst of {number}")
    cost = costly(shape, sandbox, arrivals)
    peak = sandbox.stats()["peak_in_flight"]
    floors = f"{bare:.2f} s"
    found = [
        told(
            f"{name}: {number} at once / floor", arrivals.last / bare, "", floor=floors, most=targets[0], aim=targets[1]
        )
    ]
    if number < max(burst[0] for burst in BURSTS):
        return found
    return [*found, in_flight(name, peak, number), *spent(name, cost, number)]


def in_flight(name: str, peak: int, number: int) -> Row:
    return Row(f"{name}: most in flight at the gateway, of {number}", str(peak), "–", f"{number}", "–", peak < number)


def spent(name: str, cost: Cost, number: int) -> list[Row]:
    each = {part: 1000 * seconds / number for part, seconds in cost.cpu.items()}
    until = sum(each.get(part, 0.0) for part in ("web", "provider", "control", "broker"))
    parts = ", ".join(f"{part} {value:.0f}" for part, value in sorted(each.items()) if value >= 0.5)
    idle, per = f"idle {cost.idle:.0f} MB", f"{name}: CPU per generation until visible ({parts})"
    return [
        told(per, until, "ms", most=30, aim=15),
        told(f"{name}: peak memory at {number} (PSS)", cost.peak, "MB", floor=idle, most=450, aim=300),
    ]


def settled(shape: Shape) -> None:
    """Until the media worker rests: what it still does would be counted against the next figure."""
    end = time.monotonic() + QUIET_SECONDS
    media = [pid for pid, part in shape.family().items() if part == "media"]
    while time.monotonic() < end:
        before = sum(process.cpu(pid) for pid in media)
        time.sleep(1.0)
        if sum(process.cpu(pid) for pid in media) - before < 0.05:
            return
