"""Where the frozen programs begin: `shnor` is the command line, every other name the window."""

import multiprocessing
import sys
from pathlib import Path

if __name__ == "__main__":
    multiprocessing.freeze_support()
    # The processes that read foreign files are started from either program by its first word.
    workers = ["--read-worker"], ["--quarantine-worker"]
    if Path(sys.executable).stem == "shnor" and sys.argv[1:2] not in workers:
        from shnor_desktop import cli

        sys.exit(cli.main())
    from shnor_desktop import __main__ as window

    sys.exit(window.main())
