"""The invariants of merging under random work.

The number of histories is `SHNOR_EXAMPLES` (a long run takes 2,000) or the argument of
`python -m tests.document.merge.test_merge_machine N`.
"""

import os
import sys

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.document.merge.machine import Offices


def run(examples: int) -> None:
    """That many histories of three offices."""
    run_state_machine_as_test(
        Offices,
        settings=settings(
            max_examples=examples,
            stateful_step_count=12,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.timeout(3_600)
def test_three_offices_agree_whatever_they_do() -> None:
    run(int(os.environ.get("SHNOR_EXAMPLES", "15")))


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
    sys.stdout.write("All offices agreed every time.\n")
