from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import pytest

from blogctl.diagnostics import Diagnostic

RULE = "raw-html-as-text"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Stay «<b>»at home</b>."
""",
            id="a tag",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Stay at home.«</b>»"
""",
            id="a closing tag alone",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
See «<a href=»"https://example.org">the page</a>.
'''
""",
            id="a tag with attributes",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
«<br clear=all>»
'''
""",
            id="a tag without quotes",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
One«<br/>»two
'''
""",
            id="an XHTML break",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
«<DIV>»text</DIV>
'''
""",
            id="capitals",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
Before «<!-- later -->» after
'''
""",
            id="a comment",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
First.

«<div>»
A box.
</div>
'''
""",
            id="a block",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
«<script>»
alert(1)
</script>
'''
""",
            id="a script",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
Watch:

«<iframe src=»"https://example.org/v" width="100%"></iframe>
'''
""",
            id="a frame",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
Write `<b>` and not «<b>»this</b>.
'''
""",
            id="behind the same in a code span",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
```
<b>
```

Not «<b>»this</b>.
'''
""",
            id="behind the same in a code block",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
- One

    Two «<i>»three</i>
'''
""",
            id="in a list",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
> Said «<i>»he</i>
'''
""",
            id="in a quotation",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
| a | b |
|---|---|
| c | «<u>»d</u> |
'''
""",
            id="in a table",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
<foo> «<i>»x</i>
'''
""",
            id="a tag behind an unknown one",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
A ` and «<i>»x</i>
'''
""",
            id="a backtick that is not closed",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
A `

and «<i>»x</i>

B `
'''
""",
            id="a paragraph between two backticks",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
body = "«<p>»Text"
""",
            id="the background",
        ),
        pytest.param(
            """[story]
id = "x"
headline = "A story"
note = "«<em>»Times</em> are local."
""",
            id="the editor's note",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
corrections = [{ time = 2024-01-05T09:20:00Z, text = "It was «<s>»closed</s>." }]
""",
            id="a correction",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "Open."
retraction = { time = 2024-01-05T09:20:00Z, reason = "It was «<s>»wrong</s>." }
""",
            id="the reason of a retraction",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "«<b>»a</b> <b>b</b>"
corrections = [{ time = 2024-01-05T09:20:00Z, text = "«<b>»a</b>" }]
""",
            id="once for each text",
        ),
    ],
)
def test_it_is_found(found: Callable[..., object], text: str) -> None:
    found(RULE, text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
**Stay** *at* [home](https://example.org).
'''
""",
            id="Markdown",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
Write `<b>` here.
'''
""",
            id="a code span",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
Write `` <b> ` </b> `` here.
'''
""",
            id="a code span of two backticks",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
```html
<b>x</b>
```
'''
""",
            id="fenced code",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
~~~
<div>
~~~
'''
""",
            id="fenced code with tildes",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
```
<b>x</b>
'''
""",
            id="a fence that is not closed",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
Example:

    <b>x</b>
'''
""",
            id="indented code",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
See <https://example.org/a> and <desk@example.org>.
'''
""",
            id="an autolink",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
1 < 2, a<b, a <b and x<3
'''
""",
            id="less than",
        ),
        pytest.param(
            r"""
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
Write \<b> here.
'''
""",
            id="an escaped tag",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
Write &lt;b&gt; here.
'''
""",
            id="entities",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
Hello <name>, meet <your-friend>.
'''
""",
            id="an unknown tag",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
[a](<b>)
'''
""",
            id="a link's address",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = '''
Thanks <3
'''
""",
            id="a heart",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
headline = "The <b> tag"
body = "Open."
label = "<i>"
media = [{ type = "image", url = "a.jpg", alt = "<b>", caption = "<i>x</i>" }]
""",
            id="plain texts",
        ),
        pytest.param(
            """
[[updates]]
time = 2024-01-05T09:00:00Z
body = "<b>x</b>"
retraction = { time = 2024-01-05T09:20:00Z }
""",
            id="a retracted update's body, which is shown nowhere",
        ),
    ],
)
def test_a_near_miss_is_not(clean: Callable[..., None], text: str) -> None:
    clean(RULE, text)


def test_the_tag_is_named(found: Callable[..., list[Diagnostic]]) -> None:
    (finding,) = found(
        RULE, "[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = 'Stay «<b class=»\"x\">in</b>.'\n"
    )
    assert "<b>" in finding.message


def test_escaped_quotes_do_not_hide_it(found: Callable[..., object]) -> None:
    text = r'body = "He said \"no\": «<a href=»\"x\">a</a>"'
    found(RULE, f"[[updates]]\ntime = 2024-01-05T09:00:00Z\n{text}\n")


def test_many_tags_take_no_long_time(clean: Callable[..., None]) -> None:
    body = "`<b>` " * 50_000
    start = perf_counter()
    clean(RULE, f'[[updates]]\ntime = 2024-01-05T09:00:00Z\nbody = "{body}"\n')
    assert perf_counter() - start < 5
