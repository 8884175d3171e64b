"""Findings for the tests of reporters: plain ones, and text that wants to do harm."""

from __future__ import annotations

from blogctl.diagnostics import Diagnostic, Severity

FOUND = Diagnostic(
    "b.story.toml", 2, 3, 2, 5, Severity.ERROR, "wrong-type", "no text", "quote it", "a = 12"
)

EVIL = (
    "\x00\x07\x1b[31m\x7f\x85\u2028\u2029\u202e\u200b\ufffe\uffff\ud800\U0001fffe"
    "\r\n\t::error::x ##[group]y %0A %SRCROOT% {0} {} [here](https://evil.example) ![i](//x)\n"
    "</failure>]]>&lt;&amp;&#0; <script>alert(1)</script> <!-- | a | b |\n\n# h\n```\n\\`x` "
    "www.evil.example x@evil.example <https://evil.example> https://evil.example 'q' \"q\" 日本 🚒"
)
"""What escapes are for: of terminals, logs, XML, SARIF, Markdown and HTML."""
