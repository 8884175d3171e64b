"""A plug-in that fails as soon as it is imported."""

raise RuntimeError("this plug-in is broken on purpose")
