"""The parts of the program that run without a window and without a command, each in a process of its own."""


def run(word: str) -> int | None:
    """Run the part that `word` names and return its exit code; None for any other word."""
    if word in ("--read-worker", "--read-nursery"):
        from shnor_desktop.sheets.book.worker import main as read_worker

        return read_worker()
    if word == "--quarantine-worker":
        from shnor_desktop.document.foreign.worker import main as quarantine_worker

        return quarantine_worker()
    if word == "--comparison-worker":
        from shnor_desktop.document.rescue.comparison_worker import main as comparison_worker

        return comparison_worker()
    if word == "--self-test":
        from shnor_desktop.operations.program.self_test import self_test

        return self_test()
    return None
