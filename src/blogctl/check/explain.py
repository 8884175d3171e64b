"""Problems of reading, as the model states them, to findings that people can act on."""

from __future__ import annotations

import json
import re
from typing import Any

from blogctl.errors import did_you_mean
from blogctl.model import PARTS, Part, Path, Problem, Story
from blogctl.model.refusal import ILLEGAL_CHARACTER, illegal, kind_of
from blogctl.rules import Finding
from blogctl.source.write import value_text

_NAMES = {
    "story": "the story",
    "updates": "an update",
    "authors": "an author",
    "publisher": "the publisher",
    "image": "the image",
    "about": "the event",
    "related": "a related page",
    "sources": "a source",
    "media": "a media item",
    "corrections": "a correction",
    "retraction": "the retraction",
}
_TOP: tuple[type[Part], str] = (Story, "a story file")
_WANTED = {
    "string_type": ("a string", "put it in quotes"),
    "bool_type": ("a boolean", "write true or false, without quotes"),
    "int_type": ("an integer", "write a whole number, without quotes"),
    "int_from_float": ("an integer", "write a whole number"),
    "float_type": ("a number", "write a number, without quotes"),
}
_LIMITS = {
    "greater_than_equal": ("this is too small", "write {ge} or more"),
    "less_than_equal": ("this is too large", "write {le} or less"),
    "finite_number": ("this is no finite number", "write one, or leave the key out"),
}
_ESCAPE = r"\\u00[01][0-9A-Fa-f]|\\u[Ff]{3}[EeFf]|\\U0000(?:00[01][0-9A-Fa-f]|[Ff]{3}[EeFf])"
_ILLEGAL_IN_FILE = re.compile(rf"[\ufffe\uffff]|{_ESCAPE}|\\x[01][0-9A-Fa-f]|\\[bfe]")


def explain(problem: Problem) -> tuple[str, Finding]:
    """The rule that a problem breaks, and what to say about it."""
    kind, path, context = problem.kind, problem.path, problem.context
    if kind == "missing":
        return "missing-field", _missing(path)
    if kind == "extra_forbidden":
        return "unknown-key", _unknown(path)
    if kind == "string_pattern_mismatch":
        found = ILLEGAL_CHARACTER.search(str(problem.value))
        message, help_ = illegal(found[0] if found else "\0")
        return "illegal-character", Finding(path, message, help_, needle=_ILLEGAL_IN_FILE)
    if kind == "string_unicode":
        return "invalid-value", Finding(path, "this is no valid Unicode text", "write it as UTF-8")
    if kind == "literal_error":
        return "invalid-value", _not_one_of(path, problem)
    if kind in ("model_type", "model_attributes_type"):
        required = [key for key, field in _keys(_part(path)[0]).items() if field.is_required()]
        help_ = f"write a table: {{ {', '.join(f'{key} = …' for key in required)} }}"
        message = f"this is {kind_of(problem.value)}, not a table"
        return "wrong-type", Finding(path, message, help_)
    if kind in _WANTED:
        wanted, help_ = _WANTED[kind]
        return "wrong-type", Finding(path, f"this is {kind_of(problem.value)}, not {wanted}", help_)
    if kind in _LIMITS:
        message, help_ = _LIMITS[kind]
        return "invalid-value", Finding(path, message, help_.format(**context))
    needle = _ILLEGAL_IN_FILE if kind == "illegal-character" else None
    if "help" in context:
        return kind, Finding(path, problem.message, context["help"], needle=needle)
    return "invalid-value", Finding(path, problem.message, "see `blogctl schema`")


def place_text(path: Path) -> str:
    """A path as people write it: ``media[0].url``."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


def _part(path: Path) -> tuple[type[Part], str]:
    """The part of a story that the value at ``path`` is, and what to call it."""
    names = [step for step in path if isinstance(step, str)]
    if not names or names[-1] not in PARTS:
        return _TOP
    return PARTS[names[-1]], _NAMES[names[-1]]


def _keys(part: type[Part]) -> dict[str, Any]:
    return {field.alias or name: field for name, field in part.model_fields.items()}


def _missing(path: Path) -> Finding:
    key = str(path[-1])
    part, name = _part(path[:-1])
    examples = _keys(part)[key].examples or ["…"]
    shown = examples[0] if key == "time" else value_text(examples[0])
    return Finding(path[:-1], f'{name} needs "{key}"', f"add it, as in {key} = {shown}")


def _unknown(path: Path) -> Finding:
    key = str(path[-1])
    part, name = _part(path[:-1])
    known = list(_keys(part))
    otherwise = f"the keys of {name} are {', '.join(known)}"
    if "extra" in known:
        otherwise = "free-form data goes under extra; the keys are listed by `blogctl schema`"
    help_ = did_you_mean(key.lower().replace("-", "_"), known, otherwise)
    shown = json.dumps(key[:60], ensure_ascii=False)
    return Finding(path, f"{name} has no key {shown}", help_, on_key=True)


def _not_one_of(path: Path, problem: Problem) -> Finding:
    part, _ = _part(path[:-1])
    field = _keys(part)[str(path[-1])]
    allowed = [str(value) for value in field.annotation.__args__]
    if not isinstance(problem.value, str):
        return Finding(path, f"this is {kind_of(problem.value)}, not a string", "put it in quotes")
    listed = f"it is one of: {', '.join(allowed)}"
    help_ = did_you_mean(problem.value.lower(), allowed, listed)
    if help_ != listed:
        help_ = f"{help_} {listed}"
    shown = json.dumps(problem.value[:60], ensure_ascii=False)
    return Finding(path, f"{path[-1]} cannot be {shown}", help_)
