"""One measurement beside its limit, and how both are timed."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Measurement:
    """Seconds of ours and of the limit, and the largest ratio the design allows."""

    what: str
    ours: float
    limit: float
    limit_name: str
    budget: float

    def line(self) -> str:
        """«low results … 6.1 ms | one SQL query 5.2 ms | 1.17 of 1.5 | within»."""
        ratio = self.ours / self.limit if self.limit else float("inf")
        word = f"budget {self.budget:g} | {'within' if ratio <= self.budget else 'OVER'}"
        return (
            f"{self.what:<46} {span(self.ours):>9} | {self.limit_name} {span(self.limit)} | "
            f"ratio {ratio:.2f}, {word if self.budget < float('inf') else 'no budget'}"
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
