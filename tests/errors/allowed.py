"""Texts without a case in the catalogue, each with the reason why that is right."""

from __future__ import annotations

_RESULT = "it is part of a result, no message"
_PROGRESS = "shown on a terminal only, and from the second second on"
_GUARD = "a last check behind which nothing is known to be wrong; who sees it has found a bug"
_COMPARED = "it is compared with what a library or git says, and not shown"
_FETCHED = "it is about a server; tests/unit/test_fetching.py has one that behaves so"
_HOSTILE = "it takes megabytes to be said; the tests of the importers make them"
_INTERNAL = "the text of an exception that is always caught, and told in other words"
_IN_PYTHON = "only the Python API can be asked so; tests/contract/test_api.py does"

ALLOWED = {
    # Data.
    "jpg jpeg png gif webp avif svg": "endings of file names",
    "mp4 m4v webm mov ogv": "endings of file names",
    "mp3 m4a aac ogg oga opus wav flac": "endings of file names",
    "pdf csv txt zip doc docx xls xlsx ods odt json": "endings of file names",
    "times in {}": _RESULT,
    "Retracted {}{}": _RESULT,
    "{} ({})\n\n{}\n{}\n\nNot so:\n\n{}\nBut so:\n\n{}": _RESULT,
    "{}\n\nNot so:\n\n{}\n\nBut so:\n\n{}\n": _RESULT,
    "#:schema {}\n": _RESULT,
    "\n\\ No newline at end of file\n": _RESULT,
    "default-src 'none'; style-src 'unsafe-inline'": "a policy for browsers",
    # What others say.
    "Value error, ": _COMPARED,
    "not a git repository": _COMPARED,
    "must be run in a work tree": _COMPARED,
    "Input should be": _COMPARED,
    r"Input should be less than or equal to (\S+)": _COMPARED,
    "Input should be a valid number, .+": _COMPARED,
    "Input should be a valid integer, .+": _COMPARED,
    r"Input should be greater than or equal to (\S+)": _COMPARED,
    r"\. Did you mean '(.+)'\?": _COMPARED,
    r"(?i)got unexpected extra arguments?(?:\(s\))? \((.+)\)": _COMPARED,
    r"Illegal character '\n'": _COMPARED,
    "blogctl add": "the name of a command",
    "blogctl correct": "the name of a command",
    "module {} has no attribute {}": _INTERNAL,
    # What nobody sees.
    "now: {} has no offset, so it could be many moments": _IN_PYTHON,
    "give an aware datetime, such as datetime.now(UTC)": _IN_PYTHON,
    "no UTF-8 at byte {}": _INTERNAL,
    "unsure at offset {}": _INTERNAL,
    # What has not been made to happen.
    "see `blogctl schema`": "for errors that pydantic may come to know and does not know yet",
    "the two versions could not be merged with proof": _GUARD,
    "the text at line {}, column {} is too unusual to edit safely": _GUARD,
    "write that line in a plainer way": _GUARD,
    "the edit could not be proved harmless, so nothing was changed": _GUARD,
    "please report this file as a bug": _GUARD,
    "the comment {} would be lost": _GUARD,
    "move it above its key": _GUARD,
    'there is no asset "{}": there is no theme': "no template of ours asks for an asset",
    "the option {} is given twice": "the command line joins both spellings before that is asked",
    "there are none at all": "blogctl offers formats of its own, unless it is not installed",
    "files checked": _PROGRESS,
    "files done": _PROGRESS,
    "stories read": _PROGRESS,
    "put in place": _PROGRESS,
    "another process": "on Linux the process is found; the catalogue shows one that is",
    # What takes a server, or much.
    "import from the web": "all that it needs is installed here",
    "{}: this is no address of a page: {}": _FETCHED,
    "{}: more than {} redirects": _FETCHED,
    "{}: no answer within {} seconds": _FETCHED,
    "{}: it leads to {}, which is not encrypted": _FETCHED,
    "--max-size allows more": _FETCHED,
    "{}: there is nothing at this address ({})": _FETCHED,
    "{}: the server answered {}": _FETCHED,
    "{}: it has {} lines: it is no live blog": _HOSTILE,
    "{}: {} of its lines are times: it is no live blog": _HOSTILE,
    "{}: too broken to be read as a feed": _HOSTILE,
    "{}: it has more than {} tags: that is no live blog": _HOSTILE,
    "{}: its elements are nested too deeply": _HOSTILE,
    "{}: a tag has more than {} attributes": _HOSTILE,
    "{}: its items refer to too much": _HOSTILE,
    "{}: {} characters are too many for a feed": _HOSTILE,
    "{}: {}, and too long to mend": _HOSTILE,
    "{}: no valid story can be made: {}: {}": _GUARD,
}
