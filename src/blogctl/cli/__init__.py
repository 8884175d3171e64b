"""The command line: the only place that prints, reads the clock and exits."""

import os
import sys


def main() -> None:
    """Run ``blogctl`` with the arguments of this process, and exit."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        # Asked for often, by scripts: answered before anything is imported.
        from blogctl import __version__

        try:
            sys.stdout.buffer.write(f"blogctl {__version__}\n".encode())  # no \r on Windows
            sys.stdout.flush()
        except (OSError, AttributeError):
            pass  # the boundary below says what is the matter
        else:
            return
    try:
        if shell := os.environ.get("_BLOGCTL_COMPLETE"):
            from blogctl.cli.completing import answer

            answer(shell, sys.argv[1:])
            return
        from blogctl.cli.app import run

        code = run()
        _end_quietly()
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


def _end_quietly() -> None:
    """Let an interrupt that comes when all is done end the process without a word."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)
