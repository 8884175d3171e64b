"""blogctl: live blogs as plain files that people, scripts and CI can all trust.

What this package shows is its Python API; each name is loaded when it is first asked for.
"""

TYPE_CHECKING = False  # typing's own takes longer to import than `blogctl --version` has
if TYPE_CHECKING:
    from blogctl import edit
    from blogctl.api import edit_file, export, load, loads, validate
    from blogctl.diagnostics import Diagnostic, Severity
    from blogctl.errors import (
        BlogctlError,
        EnvironmentFailure,
        InvalidStory,
        LockTimeout,
        PluginError,
        StoryError,
        UsageError,
    )
    from blogctl.model import Story, Update

__version__ = "0.1.0"

__all__ = [
    "BlogctlError",
    "Diagnostic",
    "EnvironmentFailure",
    "InvalidStory",
    "LockTimeout",
    "PluginError",
    "Severity",
    "Story",
    "StoryError",
    "Update",
    "UsageError",
    "__version__",
    "edit",
    "edit_file",
    "export",
    "load",
    "loads",
    "validate",
]

_MODULES = {
    "api": ("edit_file", "export", "load", "loads", "validate"),
    "diagnostics": ("Diagnostic", "Severity"),
    "errors": (
        "BlogctlError",
        "EnvironmentFailure",
        "InvalidStory",
        "LockTimeout",
        "PluginError",
        "StoryError",
        "UsageError",
    ),
    "model": ("Story", "Update"),
}


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name == "edit":
        return import_module("blogctl.edit")
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"blogctl.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
