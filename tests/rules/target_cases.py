"""What the rules for targets have in common: on for their targets, and for no other."""

from __future__ import annotations

from blogctl.check import check_text
from blogctl.rules import all_rules

HEAD = '[story]\nid = "x"\nheadline = "A story"\n'


def assert_for_its_targets(name: str, *targets: str) -> None:
    """The rule finds its bad example for each of these targets, and for no other."""
    rule = all_rules()[name]
    text = rule.bad if "[story]" in rule.bad else HEAD + rule.bad
    every = {target for each in all_rules().values() for target in each.targets}
    for target in sorted(every):
        found = check_text(text, targets=frozenset({target})).diagnostics
        assert (name in {each.rule for each in found}) == (target in targets), target
    assert name not in {each.rule for each in check_text(text).diagnostics}
