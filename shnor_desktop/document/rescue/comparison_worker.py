"""The process that checks a private copy of the open file while people work in the file itself.

Start: `python -m shnor_desktop.document.rescue.comparison_worker`, frozen `shnor --comparison-worker`; the path of the copy
on stdin; on stdout a JSON object: `findings`, sentences, none when the file is sound, `edited_outside`, whether
another tool wrote in the tables and nothing worse, and `forged`, whether nobody else would take its history.
"""

import json
import sys
import tempfile
from pathlib import Path

from shnor_desktop import system
from shnor_desktop.document.file import access
from shnor_desktop.document.state.check import check


def main() -> int:
    """Answer the one request on stdin."""
    system.step_back()
    path = Path(sys.stdin.buffer.read().decode())
    tempfile.tempdir = str(path.parent)  # Whoever ends this process takes that folder away.
    connection = access.connect(path, writable=False)
    try:
        report = check(connection)
    finally:
        connection.close()
    answer = {"findings": report.findings, "edited_outside": report.edited_outside, "forged": report.forged}
    sys.stdout.buffer.write(json.dumps(answer).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
