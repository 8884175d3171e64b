"""Runs a command whose standard input is a terminal, as if somebody sat there."""

import os
import pty
import subprocess
import sys

if __name__ == "__main__":
    ours, theirs = pty.openpty()
    code = subprocess.run(sys.argv[1:], stdin=theirs, check=False).returncode
    os.close(ours)
    sys.exit(code)
