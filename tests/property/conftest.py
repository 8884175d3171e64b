"""How hard the properties are tried: at random at a desk, the same each time in CI."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

COMMON = settings(
    deadline=None,
    max_examples=120,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("desk", COMMON)
settings.register_profile("ci", COMMON, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
