"""`python tests/benchmarks [NAME…]`: each measurement beside its limit taken in the same run. Nothing is asserted."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks import (  # noqa: E402
    bench_books,
    bench_document,
    bench_merge,
    bench_pauses,
    bench_report,
    bench_roadmap,
    bench_start,
    bench_support,
)
from tests.benchmarks.measuring import Measurement  # noqa: E402

BENCHMARKS: dict[str, Callable[[], Iterator[Measurement]]] = {
    "start": bench_start.start,
    "content": bench_start.content,
    "import": bench_document.bulk_import,
    "low": bench_document.low_results,
    "verdicts": bench_document.verdicts,
    "grid": bench_document.first_screen,
    "pauses": bench_document.pauses,
    "books": bench_books.hundred_books,
    "report": bench_report.fifty_pages,
    "papers": bench_report.every_paper,
    "batch": bench_report.two_hundred_pages,
    "plan": bench_roadmap.plan,
    "support": bench_support.screens,
    "screens": bench_pauses.pauses,
    "merge": bench_merge.merging,
    "merge-1m": bench_merge.merging_large,
    "safety": bench_merge.safety,
    "edit": bench_merge.edits,
}


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all; 2 for a name that is none."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"No such benchmark: {', '.join(unknown)}. Known: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    for name in names or list(BENCHMARKS):
        for one in BENCHMARKS[name]():
            print(f"{name:<9} {one.line()}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
