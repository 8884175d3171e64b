"""Where templates are rendered: a sandbox in which nothing runs and everything is escaped."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NoReturn
from urllib.parse import urljoin

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateNotFound,
    nodes,
    pass_environment,
)
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.filters import do_truncate
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from blogctl.errors import BlogctlError, ThemeError, did_you_mean
from blogctl.exporters.assets import TEMPLATES, source
from blogctl.exporters.labels import ENGLISH, Labels, words_of
from blogctl.exporters.themes import Theme
from blogctl.exporters.view import READABLE

_OURS = "blogctl/"
"""Before a template's name: ours, whatever the theme has by that name."""


def rendered(template: str, theme: Theme | None, given: Mapping[str, Any]) -> str:
    """A page: a template, the theme's or ours, filled in.

    :class:`~blogctl.errors.ThemeError` where a theme's template cannot be: with its line.
    """
    try:
        page = environment(theme).get_template(template).render(given)
        if theme and not page.strip():
            raise ThemeError(f"{theme.path(template)}: it makes an empty page")
        return page
    except ThemeError as error:
        said = error.message.removeprefix(f"{theme.name}: " if theme else "")
        if theme and said != error.message:  # it does not say where
            error.message = f"{_place(error, theme)}: {said}"
        raise
    except BlogctlError:
        raise
    except Exception as error:
        if theme is None:
            raise
        raise _blamed(error, theme) from error


def resolver(base: str | None) -> Callable[[str], str]:
    """How templates resolve a URL: against ``base``, or not at all."""
    if base is None:
        return lambda url: url
    return lambda url: urljoin(base, url)


class _Missing(StrictUndefined):
    """What a template asks for and is not there; where it is a slip, with the nearest name."""

    @property
    def _undefined_message(self) -> str:
        name, kind = self._undefined_name, type(self._undefined_obj)
        if isinstance(self._undefined_obj, TemplateModule):
            return f'{self._undefined_obj.__name__} has no macro "{name}"'
        known = words_of(ENGLISH) if kind is Labels else READABLE.get(kind)
        if known is None or not isinstance(name, str):
            return super()._undefined_message
        hint = did_you_mean(name, known, f"there are {', '.join(sorted(known))}")
        return f"{kind.__name__} has no {name!r}: {hint}"


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, in which stories and views are nothing but data."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An attribute for a template, if it may be read."""
        known = READABLE.get(type(obj))
        if known is None or attribute.startswith("_"):
            return super().getattr(obj, attribute)
        if attribute in known:
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether an attribute may be read."""
        known = READABLE.get(type(obj))
        return attr in known if known is not None else super().is_safe_attribute(obj, attr, value)


class _Loader(BaseLoader):
    """The theme's templates before ours."""

    def __init__(self, theme: Theme | None) -> None:
        self._theme = theme

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The text of a template, and what messages call it."""
        own = self._theme.text(template) if self._theme else None
        if own is not None and self._theme:
            path = self._theme.path(template)
            _refuse_unescaped(environment, own, template, path)
            _refuse_lost_blocks(environment, own, template, path)
            return own, path, None
        name = template.removeprefix(_OURS)
        if name not in TEMPLATES:
            raise TemplateNotFound(template)
        return source(name), _OURS + name, None

    def list_templates(self) -> list[str]:
        """Every name that would be found."""
        own = [name for name in self._theme.files if _is_template(name)] if self._theme else []
        return sorted({*own, *TEMPLATES, *(_OURS + name for name in TEMPLATES)})


@lru_cache(maxsize=4)
def environment(theme: Theme | None = None) -> ImmutableSandboxedEnvironment:
    """Where templates are rendered: all that they are given is escaped, and stays so."""
    made = _Sandbox(
        autoescape=True,
        undefined=_Missing,
        loader=_Loader(theme),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["safe"] = _not_safe
    made.filters["truncate"] = _truncated
    return made


def _not_safe(_: object) -> NoReturn:
    raise SecurityError("there is no filter safe: what a template shows stays escaped")


@pass_environment
def _truncated(environment: Environment, value: str, *args: Any, **more: Any) -> str:
    """A text cut short; of HTML its words, since half a tag would swallow what comes next."""
    text = value.striptags() if isinstance(value, Markup) else value
    return do_truncate(environment, text, *args, **more)


def _is_template(name: str) -> bool:
    return name.endswith(".jinja")


def _refuse_unescaped(environment: Environment, text: str, name: str, path: str) -> None:
    """No template turns the escaping off."""
    begins = False
    for line, kind, value in environment.lex(text, name, path):
        if kind == "name" and value == "autoescape" and begins:
            raise TemplateSyntaxError("what a template shows stays escaped", line, name, path)
        if kind != "whitespace":
            begins = kind == "block_begin"


def _place(error: Exception, theme: Theme) -> str:
    """Where in a theme's templates something happened; the theme's name if in none of them."""
    paths = {theme.path(name) for name in theme.files}
    frames = traceback.extract_tb(error.__traceback__)
    return next(
        (f"{each.filename}:{each.lineno}" for each in reversed(frames) if each.filename in paths),
        theme.name,
    )


def _refuse_lost_blocks(environment: Environment, text: str, name: str, path: str) -> None:
    """No block of a template that extends ours has a name that ours does not."""
    body = environment.parse(text, name, path).body
    parent = next((node.template for node in body if isinstance(node, nodes.Extends)), None)
    ours = str(parent.value).removeprefix(_OURS) if isinstance(parent, nodes.Const) else ""
    if ours not in TEMPLATES or not str(getattr(parent, "value", "")).startswith(_OURS):
        return
    known = {block.name for block in environment.parse(source(ours)).find_all(nodes.Block)}
    for node in body:
        if isinstance(node, nodes.Block) and node.name not in known:
            hint = did_you_mean(node.name, known, f"there are {', '.join(sorted(known))}")
            message = f'{ours} has no block "{node.name}": {hint}'
            raise TemplateSyntaxError(message, node.lineno, name, path)


def _blamed(error: Exception, theme: Theme) -> ThemeError:
    """What a template did, with the place in the theme where it did it."""
    if isinstance(error, TemplateSyntaxError):
        return ThemeError(f"{error.filename or error.name}:{error.lineno}: {error.message}")
    place = _place(error, theme)
    if isinstance(error, TemplateNotFound):
        hint = did_you_mean(str(error.name), _Loader(theme).list_templates(), "")
        return ThemeError(f'{place}: there is no template "{error.name}"', help=hint or None)
    if isinstance(error, RecursionError):
        return ThemeError(f"{place}: the templates include each other without end")
    what = " ".join(str(error).split()) or type(error).__name__
    return ThemeError(f"{place}: {what}")
