"""How sure one share is: its Wilson interval."""

from functools import lru_cache
from math import sqrt

Z_95 = 1.959964


@lru_cache(maxsize=65_536)
def wilson(failed: int, n: int, z: float = Z_95) -> tuple[float, float]:
    """Wilson interval of the share of failed, in percent, not rounded."""
    share, zz = failed / n, z * z
    middle = share + zz / (2 * n)
    half = z * sqrt(share * (1 - share) / n + zz / (4 * n * n))
    scale = 100 / (1 + zz / n)
    # At the ends the formula gives exactly 0 or 100 but for the last bits of binary fractions.
    low = 0.0 if failed == 0 else (middle - half) * scale
    high = 100.0 if failed == n else (middle + half) * scale
    return low, high
