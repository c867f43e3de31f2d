"""Where a number of a paper comes from: follows the path a `Run` names into the facts."""

import re

_STEP = re.compile(r"([a-z_0-9]+)|\[(\d+)\]|(#)")


def value(facts: object, path: str) -> object:
    """The fact at «schools[0].low[1].percent»; «schools#» is their number. Raises LookupError if there is none."""
    found = facts
    for name, index, length in _STEP.findall(path):
        if name:
            if not hasattr(found, name):
                raise LookupError(path)
            found = getattr(found, name)
        elif not isinstance(found, tuple):
            raise LookupError(path)
        else:
            found = len(found) if length else found[int(index)]
    return found
