"""Options as people give them, read into an exporter's own model of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from blogctl.errors import UsageError
from blogctl.exporters import Exporter

# What a TOML array may stand for, though strict reading insists on Python's own types.
_ARRAYS = {"tuple_type", "set_type", "frozen_set_type"}
_WANTED = {
    "int_parsing": "write a whole number",
    "int_type": "write a whole number",
    "int_from_float": "write a whole number",
    "float_parsing": "write a number",
    "float_type": "write a number",
    "bool_parsing": "write true or false",
    "bool_type": "write true or false",
    "string_type": "write a text",
    "greater_than_equal": "write a number of at least {ge}",
    "greater_than": "write a number above {gt}",
    "less_than_equal": "write a number of at most {le}",
    "less_than": "write a number below {lt}",
    "literal_error": "write {expected}",
    "enum": "write {expected}",
    "value_error": "{error}",
}


def options_for(exporter: Exporter, raw: Mapping[str, object]) -> BaseModel:
    """The exporter's options, read from ``-O`` or a configuration file.

    Keys may have hyphens or underscores. A string is read as what the option wants, so that
    "10" is a number and "true" a boolean; other values must have the right type already.
    :class:`~blogctl.errors.UsageError` for an unknown option or a value that cannot be used.
    """
    model = exporter.options
    given: dict[str, object] = {}
    for key, value in raw.items():
        name = _known(key, model)
        if name in given:
            raise UsageError(f"the option {_spelled(name)} is given twice")
        given[name] = value
    _check_types(model, given)
    try:
        return model.model_validate(given, strict=False)
    except ValidationError as error:
        raise _problem(error.errors(include_url=False)[0], given) from None


def _known(key: str, model: type[BaseModel]) -> str:
    name = key.replace("-", "_")
    if name in model.model_fields:
        return name
    known = [_spelled(field) for field in model.model_fields]
    near = get_close_matches(_spelled(name), known, n=1, cutoff=0.5)
    help_ = f"did you mean {near[0]}? " if near else ""
    listed = f"it has {', '.join(known)}" if known else "it has no options"
    raise UsageError(f'the format has no option "{key}"', help=help_ + listed)


def _check_types(model: type[BaseModel], given: Mapping[str, object]) -> None:
    """Refuse what is not a string and has the wrong type, such as ``1`` for true."""
    try:
        model.model_validate(given, strict=True)
    except ValidationError as error:
        for details in error.errors(include_url=False):
            value = given.get(str(details["loc"][0])) if details["loc"] else None
            if value is None or isinstance(value, str) or details["type"] in _ARRAYS:
                continue
            raise _problem(details, given) from None


def _problem(details: Any, given: Mapping[str, object]) -> UsageError:
    if not details["loc"]:
        return UsageError(f"the options do not fit together: {_reason(details)}")
    name = str(details["loc"][0])
    if details["type"] == "missing":
        return UsageError(f"the format needs the option {_spelled(name)}", help=f"-O {name}=…")
    return UsageError(f"-O {_spelled(name)}={_shown(given.get(name))}: {_reason(details)}")


def _reason(details: Any) -> str:
    wanted = _WANTED.get(details["type"])
    if wanted is None:
        return " ".join(str(details["msg"]).replace("Input should be", "it must be").split())
    return " ".join(wanted.format(**details.get("ctx", {})).split())


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) <= 60 else text[:59] + "…"


def _spelled(name: str) -> str:
    return name.replace("_", "-")
