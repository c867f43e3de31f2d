"""`python -m shnor_desktop [FILE]` and the starter of the frozen program; a few words reach the parts without a window."""

import gc
import sys


def main() -> int:
    """Run what the first argument names; without such a word the window."""
    arguments = sys.argv[1:]
    word = arguments[0] if arguments else ""
    if word == "--demo":
        from shnor_desktop.demo import demo

        return demo(arguments[1:])
    if word.startswith("--"):
        from shnor_desktop.operations.program import processes

        code = processes.run(word)
        if code is not None:
            return code
    # Looking for garbage again and again while modules are loaded would take a fifth of the start; `app` begins
    # with it when the operations are loaded.
    gc.disable()
    from shnor_desktop import app

    return app.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
