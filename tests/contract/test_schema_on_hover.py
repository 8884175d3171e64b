"""What an editor tells of a key where the pointer is: its description, and an example."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
import tomllib
from pathlib import Path
from typing import Any, Self, cast

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from .test_schema_with_others import SCHEMA, program

WHOLE = json.loads(SCHEMA.read_text("utf-8"))
TABLES = {"Story": WHOLE, **WHOLE["$defs"]}
KEYS = [(table, key) for table in TABLES for key in TABLES[table]["properties"]]
NAMES = [f"{table}.{key}" for table, key in KEYS]
STORY = """\
#:schema ./story.schema.json
[story]
id = "s"
timezone = "Europe/London"

[[updates]]
time = 2024-01-05T09:00:00Z
headline = "Open"
sources = [{ name = "County council" }]
"""


@pytest.mark.parametrize(("table", "key"), KEYS, ids=NAMES)
def test_every_key_has_a_description_and_an_example_that_is_right(table: str, key: str) -> None:
    described = TABLES[table]["properties"][key]
    text, _, shown = described["description"].partition("\n\n")
    assert text
    assert described["examples"]
    for example in described["examples"]:
        validator = Draft202012Validator({**described, "$defs": WHOLE["$defs"]})
        assert validator.is_valid(example), example
    if key == "$schema":
        return
    for fence in ("Example: `", "`", "``toml\n", "``"):
        shown = shown.removeprefix(fence).removesuffix(fence)
    (value,) = tomllib.loads(shown).values()
    example = described["examples"][0]
    assert json.loads(json.dumps(value, default=written)) in (example, [example])


def written(moment: Any) -> str:
    return cast("str", moment.isoformat()).replace("+00:00", "Z")


class Tombi:
    """A language server that VS Code, Zed, Helix and Neovim use, as such an editor talks to it."""

    def __init__(self, folder: Path) -> None:
        (folder / "tombi.toml").write_text("[schema]\ncatalog = { paths = [] }\n")
        self._process = subprocess.Popen(
            [program("tombi"), "lsp", "--offline"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def tell(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def ask(self, method: str, **params: Any) -> Any:
        self.tell(id="question", method=method, params=params)
        while (message := self._hear()).get("id") != "question":
            if "id" in message:  # it asks, too: of folders, of settings
                self.tell(id=message["id"], result=None)
        return message["result"]

    def hover(self, uri: str, line: int, character: int) -> str:
        """What it shows at a place; nothing as long as it has not read the schema."""
        position = {"line": line, "character": character}
        found = self.ask("textDocument/hover", textDocument={"uri": uri}, position=position)
        return str(found["contents"]["value"]) if found else ""

    def _hear(self) -> dict[str, Any]:
        assert self._process.stdout
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        return cast("dict[str, Any]", json.loads(self._process.stdout.read(length)))


def test_an_editor_shows_both_on_hover(tmp_path: Path) -> None:
    shutil.copy(SCHEMA, tmp_path)
    (tmp_path / "s.story.toml").write_text(STORY)
    uri = (tmp_path / "s.story.toml").as_uri()
    places = {(3, 2): ("StoryMeta", "timezone"), (7, 2): ("Update", "headline")}
    places |= {(8, 2): ("Update", "sources"), (8, 14): ("Source", "name")}
    with Tombi(tmp_path) as server:
        server.ask("initialize", processId=None, rootUri=tmp_path.as_uri(), capabilities={})
        server.tell(method="initialized", params={})
        document = {"uri": uri, "languageId": "toml", "version": 1, "text": STORY}
        server.tell(method="textDocument/didOpen", params={"textDocument": document})
        for place, (table, key) in places.items():
            description = TABLES[table]["properties"][key]["description"]
            for _ in range(600):  # it reads the schema in the background
                if description in (shown := server.hover(uri, *place)):
                    break
                time.sleep(0.1)
            assert description in shown
