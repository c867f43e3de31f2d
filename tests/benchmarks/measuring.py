"""One measurement beside its limit, and how both are timed."""

import contextlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import NamedTuple


class Cost(NamedTuple):
    """The least of several runs: seconds on the clock, and of processors in this process and those it started."""

    clock: float
    processors: float


@dataclass(frozen=True, slots=True)
class Measurement:
    """Seconds of ours and of the limit, and the largest ratio the design allows."""

    what: str
    ours: float
    limit: float
    limit_name: str
    budget: float
    processors: float = 0
    """The ratio of processors' seconds, which other programs disturb less; what runs side by side is added up in it."""

    def line(self) -> str:
        """«low results … 6.1 ms | one SQL query 5.2 ms | 1.17 of 1.5 | within»."""
        ratio = self.ours / self.limit if self.limit else float("inf")
        word = f"budget {self.budget:g} | {'within' if ratio <= self.budget else 'OVER'}"
        beside = f" | by processors' time {self.processors:.2f}" if self.processors else ""
        return (
            f"{self.what:<46} {span(self.ours):>9} | {self.limit_name} {span(self.limit)} | "
            f"ratio {ratio:.2f}, {word if self.budget < float('inf') else 'no budget'}{beside}"
        )


def span(seconds: float) -> str:
    """Seconds in a fitting unit."""
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def timed(work: Callable[[], object], times: int = 1) -> float:
    """The median time of several runs."""
    return median(once(work) for _ in range(times))


def once(work: Callable[[], object]) -> float:
    """Seconds of one run."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def paired(ours: Callable[[], object], limit: Callable[[], object], times: int) -> tuple[float, float]:
    """Medians of both, run in turn, so that a busy moment of the machine meets both."""
    ours(), limit()
    pairs = [(once(ours), once(limit)) for _ in range(times)]
    return median(one for one, _ in pairs), median(other for _, other in pairs)


def costs(works: dict[str, Callable[[], object]], times: int) -> dict[str, Cost]:
    """The cost of each, run in turn, so that a busy moment of the machine meets all."""
    runs: dict[str, list[Cost]] = {name: [] for name in works}
    beside = dict.fromkeys(works, 0.0)
    for _ in range(times):
        for name, work in works.items():
            before, running = _processors(), _running_children()
            clock = once(work)
            runs[name].append(Cost(clock, _processors() - before))
            beside[name] += _running_children() - running
    return {
        name: Cost(
            min(one.clock for one in all_runs),
            min(one.processors for one in all_runs) + beside[name] / times,
        )
        for name, all_runs in runs.items()
    }


def compared(what: str, ours: Cost, limit: Cost, limit_name: str, budget: float) -> Measurement:
    """Clock beside clock, processors beside processors."""
    return Measurement(
        what, ours.clock, limit.clock, limit_name, budget, ours.processors / (limit.processors or 1)
    )


def _processors() -> float:
    """Seconds of processors this process and its ended children took; on Windows of this process alone."""
    try:
        import resource
    except ImportError:
        return time.process_time()
    both = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def _running_children() -> float:
    """Seconds of processors that children of this process which still run, and their ended children, took so far. Linux
    counts them in hundredths, so only the mean of many runs says something."""
    ticks = 0
    for about in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            _, parent, *numbers = about.read_text().rpartition(")")[2].split()
            ticks += sum(map(int, numbers[9:13])) if int(parent) == os.getpid() else 0
    return ticks / os.sysconf("SC_CLK_TCK") if ticks else 0.0
