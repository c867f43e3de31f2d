"""Which tests are left out by a Windows Python: windows.toml names each with its reason."""

import ctypes
import tomllib
from pathlib import Path

DECLARED = Path(__file__).with_suffix(".toml")


def left_out() -> dict[str, str]:
    """Node of a test, with or without its parameters, → the reason."""
    declared = tomllib.loads(DECLARED.read_text(encoding="utf-8"))
    return {**declared["windows"], **(declared["wine"] if under_wine() else {})}


def under_wine() -> bool:
    """Wine tells who asks for it; a real Windows has no such function."""
    return hasattr(getattr(ctypes, "windll").ntdll, "wine_get_version")  # noqa: B009  Windows has it alone.
