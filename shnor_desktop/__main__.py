"""`python -m shnor_desktop [FILE]` and the starter of the frozen program; a few words reach the parts without a window."""

import gc
import sys


def main() -> int:
    """Run what the first argument names; without such a word the window."""
    arguments = sys.argv[1:]
    word = arguments[0] if arguments else ""
    if word == "--read-worker":
        from shnor_desktop.sheets.worker import main as read_worker

        return read_worker()
    if word == "--quarantine-worker":
        from shnor_desktop.document.quarantine_worker import main as quarantine_worker

        return quarantine_worker()
    if word == "--comparison-worker":
        from shnor_desktop.document.comparison_worker import main as comparison_worker

        return comparison_worker()
    if word == "--self-test":
        from shnor_desktop.operations.self_test import self_test

        return self_test()
    if word == "--demo":
        from shnor_desktop.demo import demo

        return demo(arguments[1:])
    # Looking for garbage again and again while modules are loaded would take a fifth of the start; `app` begins
    # with it when the first file is open.
    gc.disable()
    from shnor_desktop import app

    return app.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
