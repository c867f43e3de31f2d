"""Where the frozen program begins: called as `shnor` it is the command line, by every other name the window."""

import multiprocessing
import sys
from pathlib import Path

if __name__ == "__main__":
    multiprocessing.freeze_support()
    # Processes that read untrusted files are started from either program by their first word.
    worker = "".join(sys.argv[1:2]).endswith("-worker")
    if Path(sys.argv[0]).stem == "shnor" and not worker:
        from shnor_desktop import cli

        sys.exit(cli.main())
    from shnor_desktop import __main__ as window

    sys.exit(window.main())
