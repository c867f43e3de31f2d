"""What the nursery process does: it waits and forks. See `helper`, which starts it and speaks to it."""

import gc
import os
import signal
from collections.abc import Callable

WORKER, NURSERY = "--read-worker", "--read-nursery"
"""Words by which the program runs as the one or the other."""
BEAR, TELL, ASK, WAIT = b"+!?."
"""A child is wanted, whose connection comes with the word; a signal is for a child; has it ended; wait for its end."""
ALIVE = 1 << 40
"""Answer about a child that has not ended, which is no code."""
LENGTH = 10


def word(what: int, child: int, sig: int = 0) -> bytes:
    """What is sent, the number of the child, a signal."""
    return bytes((what, sig)) + child.to_bytes(8, "big")


def tend(live: Callable[[], int]) -> None:
    """Serve until the program closes the connection or ends; `live` is the life of a child, over stdin and stdout."""
    import socket

    gc.freeze()  # What is there already is not looked through again in every child.
    children: dict[int, int] = {}
    with socket.socket(fileno=0) as control:
        while True:
            said, connections, *_ = socket.recv_fds(control, LENGTH, 1)
            if len(said) < LENGTH:
                break
            number = int.from_bytes(said[2:], "big")
            if said[0] == BEAR:
                children[number] = _born(live, connections[0])
            elif said[0] == TELL:
                _tell(children, number, said[1])
            else:
                control.send(_end_of(children, number, wait=said[0] == WAIT).to_bytes(8, "big", signed=True))
    for number in children:
        _tell(children, number, signal.SIGKILL)


def _born(live: Callable[[], int], connection: int) -> int:
    child = os.fork()
    if child:
        os.close(connection)
        return child
    code = 1
    try:
        os.dup2(connection, 0)  # In the place of the connection to the program.
        os.dup2(connection, 1)
        os.close(connection)
        code = live()
    finally:
        os._exit(code)


def _tell(children: dict[int, int], number: int, sig: int) -> None:
    if number in children:  # It is there, if only as what is left of it until it is asked for.
        os.kill(children[number], sig)


def _end_of(children: dict[int, int], number: int, *, wait: bool) -> int:
    if number not in children:
        return 0
    ended, status = os.waitpid(children[number], 0 if wait else os.WNOHANG)
    if not ended:
        return ALIVE
    del children[number]
    return os.waitstatus_to_exitcode(status)
