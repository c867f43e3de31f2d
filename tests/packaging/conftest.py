"""Tests of the set-up show nothing to anybody, however pytest was started."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
