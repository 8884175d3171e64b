"""blogctl: live blogs as plain files that people, scripts and CI can all trust."""

__version__ = "0.1.0"
