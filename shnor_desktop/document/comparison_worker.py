"""The process that compares a private copy of the open file with its journal while people work in the file itself.

Start: `python -m shnor_desktop.document.comparison_worker`, frozen `shnor --comparison-worker`; the path of the copy
on stdin, a JSON list of sentences on stdout, empty when the tables are what the journal says.
"""

import contextlib
import json
import os
import sys
from pathlib import Path

from shnor_desktop.document import opening
from shnor_desktop.document.check import journal_differences


def main() -> int:
    """Answer the one request on stdin."""
    _step_back()
    path = Path(sys.stdin.buffer.read().decode())
    connection = opening.connect(path, writable=False)
    try:
        found = journal_differences(connection)
    finally:
        connection.close()
    sys.stdout.buffer.write(json.dumps(found).encode())
    return 0


def _step_back() -> None:
    """Whoever works in the window comes first."""
    if sys.platform == "win32":
        import ctypes

        below_normal = 0x4000
        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), below_normal)
    else:
        with contextlib.suppress(OSError):
            os.nice(10)


if __name__ == "__main__":
    sys.exit(main())
