"""The developer's one command: set up, run, test, check, bundle and measure shnor-desktop.

    python3 packaging/dev.py run [FILE]         Windows: py packaging\\dev.py run [FILE]

Written so that any Python can at least read it and say which one is needed; the work is in verbs.py.
"""

import sys

if __name__ == "__main__":
    if not (3, 11) <= sys.version_info[:2] < (3, 14):
        found = ".".join(str(number) for number in sys.version_info[:2])
        sys.stderr.write("shnor-desktop needs Python 3.11, 3.12 or 3.13, but this is Python " + found + ": ")
        sys.stderr.write("start dev.py with one of those.\n")
        sys.exit(2)
    from verbs import main

    sys.exit(main(sys.argv[1:]))
