"""Libraries that only some commands need, and that come with an extra of the distribution."""

from __future__ import annotations

from importlib import import_module

from blogctl.errors import UsageError


def require(command: str, *modules: str, extra: str = "serve") -> None:
    """:class:`UsageError`, with how to install it, if one of the modules is not there."""
    for name in modules:
        try:
            import_module(name)
        except ImportError:
            raise UsageError(
                f"{command} needs {name}, which is not installed",
                help=f"pip install 'blogctl[{extra}]'",
            ) from None
