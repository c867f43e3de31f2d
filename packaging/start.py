"""Where the frozen programs begin: `shnor` is the command line, every other name the window."""

import multiprocessing
import sys
from pathlib import Path

if __name__ == "__main__":
    multiprocessing.freeze_support()
    if Path(sys.executable).stem == "shnor":
        from shnor_desktop.cli import main
    else:
        from shnor_desktop.__main__ import main
    sys.exit(main())
