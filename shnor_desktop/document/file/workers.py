"""How helper processes of the program are started, frozen or from source."""

import os
import sys
from pathlib import Path


def command(word: str, module: str) -> tuple[list[str], dict[str, str]]:
    """(arguments, environment) of a process that runs `module`; the frozen program knows it by `word`."""
    environment = dict(os.environ)
    if getattr(sys, "frozen", False):
        return [sys.executable, word], environment
    # Without the set-up of `site` it starts in half the time; the paths are handed over instead.
    home = str(Path(__file__).parents[3])
    environment["PYTHONPATH"] = os.pathsep.join((home, *filter(None, sys.path)))
    return [sys.executable, "-S", "-m", module], environment
