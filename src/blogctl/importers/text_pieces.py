"""What a line of a page is, told by how it looks: a note, a correction, a menu, a headline."""

from __future__ import annotations

import re
from typing import Any

from blogctl.importers import without_blanks
from blogctl.importers.text_times import Stamp, leading, stamp_of

_MENU = re.compile(
    r"share(?: this| on \w+| via \w+)?|tweet|retweet|facebook|twitter|whatsapp|telegram|linkedin"
    r"|e-?mail|print|copy link|link copied|reply|comments?|\d+ comments?|bookmark"
    r"|sign (?:in|up|out)|log ?(?:in|out)|register|subscribe(?: now)?|newsletters?|search|menu|home"
    r"|skip to (?:the )?(?:main )?(?:content|navigation)|close|back to top|load more|show more"
    r"|become an? (?:\w+ ){0,3}(?:member|subscriber|supporter)|join (?:us|today|now)"
    r"|donate(?: now)?"
    r"|support us|contribute|adverti[sz]ements?|advert|sponsored(?: content)?|promoted|cookies?"
    r"|accept(?: all)?(?: cookies)?|privacy policy|terms (?:of (?:use|service)|and conditions)"
    r"|all rights reserved\.?|(?:©|\(c\)|copyright)\s.{0,80}|(?:show )?key events?(?: only)?"
    r"|(?:\d{1,2}\s?(?:s|m|h|d|secs?|mins?|hrs?|seconds?|minutes?|hours?|days?)\.?\s?){1,2} ago"
    r"|just now"
    r"|most (?:read|viewed|recent)|more on this (?:story|topic)|related (?:articles|stories|topics)"
    r"|mehr zum thema|sur le même sujet|más sobre (?:este tema|el tema)|по теме|материалы по теме"
    r"|partager|s['’]abonner|se connecter|publicité|menu principal|accueil|rechercher"
    r"|teilen|anmelden|abonnieren|werbung|anzeige|startseite|suche|drucken"
    r"|compartir|iniciar sesión|suscríbete|suscribirse|publicidad|inicio|buscar"
    r"|поделиться|войти|подписаться|реклама|главная|поиск",
    re.IGNORECASE,
)
_PROMOTION = re.compile(
    r"\b(?:become an? (?:\w+ ){0,4}(?:member|supporter|subscriber)|subscribe|sign (?:in|up)|log in"
    r"|join (?:us|today|now)|support (?:us|our|independent)|donate|newsletter|cookies"
    r"|download (?:our|the) app|abonne|newsletter|unterstützen sie|suscr[ií]b|подпис)",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"(?:\(|\*)?\s?(?:editor[’']?s[’']? note|note (?:to|for) readers|a (?:note|word) (?:on|about)\b"
    r"|note de la rédaction|anmerkung der redaktion|nota (?:del editor|de la redacción|da redação)"
    r"|от редакции|примечание)\s?[:.—–-]?|for (?:ease|clarity|simplicity)\b.{0,40}\bwe\b",
    re.IGNORECASE,
)
_NOTE_LABEL = re.compile(
    r"(?:editor[’']?s[’']? note|note de la rédaction|anmerkung der redaktion|nota del editor"
    r"|nota de la redacción|от редакции)\s?[:.—–-]\s*",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[(\[](.+)[)\]]")
_CORRECTED = re.compile(
    r"(?:correction|clarification|update|rectificatif|correctif|berichtigung|korrektur|corrección"
    r"|rectificación|уточнение|исправление)\b,?\s?"
    r"|(?:this|the) (?:post|update|entry|article|story) was (?:amended|clarified|corrected) at\s",
    re.IGNORECASE,
)
_ONLY_CORRECTED = re.compile(r"(?!update)", re.IGNORECASE)
_EDITED = re.compile(
    r"(?:last )?(?:updated|edited|modified|amended|mis à jour|modifié|aktualisiert|geändert"
    r"|actualizado|modificado|обновлено|изменено)\s?(?:(?:at|on|à|le|um|am|a las|el|в)\s)?:?\s?",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:By|Par|Von|Por)\s(?=\S)")
_NAME = re.compile(
    r"(?P<name>[^<>,]{1,80}?)(?:\s?\((?P<role>[^()]{1,60})\))?(?:\s<(?P<url>[^<>\s]+)>)?"
)
_AND = re.compile(r",\s(?:and\s)?|\sand\s|\set\s|\sund\s|\sy\s|\s&\s")
_READ_MORE = re.compile(
    r"[(\[]?\s?(?:read (?:more|also|next)|see also|more on this|related|watch|listen|lire aussi"
    r"|à lire aussi|voir aussi|lesen sie (?:auch|mehr)|mehr dazu|lea también|leer más"
    r"|читайте также)"
    r"\s?[:|–—-]",
    re.IGNORECASE,
)
_HERE = re.compile(
    r"\b(?:click|tap) here\b|\bcliquez ici\b|\bhier klicken\b|\bhaz clic aquí\b|\bнажмите здесь\b",
    re.IGNORECASE,
)
_URL = re.compile(r"<?(https?://[^\s<>]+)>?$")
_KINDS = {"image": "image", "photo": "image", "video": "video", "audio": "audio", "file": "file",
          "embed": "embed"}  # fmt: skip
_MEDIA = re.compile(rf"\[({'|'.join(_KINDS)})\]\s(?:(.*)\s·\s)?(https?://\S+)", re.IGNORECASE)
_END = re.compile(r"[.,;:…]['’”\"»)\]]*$")
_SENTENCE = re.compile(r"[.!?…:;]['’”\"»)\]]*$")
_LONGEST_HEADLINE = 220


def is_menu(text: str) -> bool:
    """Whether a line is nothing but a button of a page, or the name of one."""
    return len(text) <= 100 and _MENU.fullmatch(text.strip(" •|›»>*")) is not None


def is_promotion(text: str) -> bool:
    """Whether a line wants readers to sign up or pay."""
    return is_menu(text) or (len(text) <= 200 and _PROMOTION.search(text) is not None)


def is_note(text: str) -> bool:
    """Whether a paragraph is the editor's to the readers."""
    return _NOTE.match(text) is not None


def note_text(text: str) -> str:
    """A note without the words that say that it is one."""
    return _NOTE_LABEL.sub("", text, count=1) if _NOTE_LABEL.match(text) else text


def is_read_more(text: str) -> bool:
    """Whether a line names another page to read."""
    return len(text) <= 400 and _READ_MORE.match(text) is not None


def leads_nowhere(text: str) -> bool:
    """Whether a line was a link, or has one, of which no URL is left."""
    return (
        len(text) <= 400 and "://" not in text and (is_read_more(text) or bool(_HERE.search(text)))
    )


def related(text: str) -> dict[str, Any] | None:
    """The other page that a line names, if it has its URL."""
    inner = text.strip("[]() ")
    found = _URL.search(inner)
    if not (is_read_more(text) and found):
        return None
    headline = _READ_MORE.sub("", f"{inner[: found.start()]}", count=1).strip(" :.–—-|")
    return {"headline": headline, "url": found[1]} if headline else None


def media(text: str) -> dict[str, Any] | None:
    """A picture or file with its URL, as our own texts have them: ``[image] … · URL``."""
    found = _MEDIA.fullmatch(text)
    if not found:
        return None
    said = (found[2] or "").split(" · ")
    credit = said.pop().partition(": ")[2] if said[-1].lower().startswith("credit: ") else None
    alt = " · ".join(said[:-1])
    kind = _KINDS[found[1].lower()]
    last = said[-1] if said else ""
    return without_blanks(
        {"type": kind, "url": found[3], "alt": alt, "caption": last, "credit": credit}
    )


def correction(text: str) -> tuple[Stamp | None, str] | None:
    """When a correction was made, if it says so, and its text.

    It stands in brackets and begins with a time, or begins with the word.
    """
    if not text or not (text[0] in "([" or _CORRECTED.match(text)):
        return None
    bracketed = _BRACKETS.fullmatch(text)
    inner = bracketed[1] if bracketed else text
    word = _CORRECTED.match(inner)
    inside = inner[word.end() :].lstrip("(") if word else inner
    stamp = leading(inside)
    if stamp and stamp.clock and (bracketed or word):
        return stamp, stamp.rest.lstrip("):–—- ")
    if word and ":" in inside[:70]:
        before, _, rest = inside.partition(":")
        alone = stamp_of(before.strip("() ")) if before.strip("() ") else None
        whole = _stamped(inside)
        if whole:
            return whole
        if alone and alone.clock:
            return alone, rest.strip()
        if not before.strip() and _ONLY_CORRECTED.match(text.lstrip("([")):
            return None, rest.strip()
    return None


def _stamped(text: str) -> tuple[Stamp, str] | None:
    """A time before a closing bracket and a colon, and what comes behind."""
    before, mark, rest = text.partition("):")
    stamp = stamp_of(before) if mark else None
    return (stamp, rest.strip()) if stamp and stamp.clock else None


def edited(text: str) -> Stamp | None:
    """When a text was changed, in a line that says only this."""
    found = _EDITED.match(text) if len(text) <= 120 else None
    stamp = stamp_of(text[found.end() :]) if found and found.end() < len(text) else None
    return stamp if stamp and stamp.clock else None


def authors(text: str) -> list[dict[str, Any]]:
    """Who a line says has written; empty if it is no such line."""
    if len(text) > 200 or not _BY.match(text) or _SENTENCE.search(text):
        return []
    people = []
    for each in _AND.split(text[3:].strip()):
        found = _NAME.fullmatch(each.strip())
        if not found or len(found["name"].split()) > 5 or not found["name"][0].isupper():
            return []
        people.append(without_blanks(found.groupdict()))
    return people


def labelled(text: str, *labels: str) -> str | None:
    """What follows a label at the start of a line, as in ``Tags: a, b``."""
    before, mark, rest = text.partition(":")
    return rest.strip() if mark and before.strip().lower() in labels else None


def source(text: str) -> dict[str, Any] | None:
    """Where facts come from, in a line that says only this."""
    said = labelled(text, "source", "quelle", "fuente", "источник")
    if not said or len(said) > 300:
        return None
    found = _URL.search(said)
    name = said[: found.start()].strip() if found else said
    return without_blanks({"name": name or said, "url": found[1] if found else None})


def is_headline(text: str) -> bool:
    """Whether a line looks like a headline: short, and no sentence with its stop."""
    return (
        len(text) <= _LONGEST_HEADLINE
        and "://" not in text
        and not _END.search(text)
        and text[0] not in "[(<>"
    )


def is_sentence(text: str) -> bool:
    """Whether a line ends as sentences do."""
    return _SENTENCE.search(text) is not None
