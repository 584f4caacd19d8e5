"""Fragments of HTML and XML to plain paragraphs; XML parsed so that nothing outside it is fetched or expanded."""

from __future__ import annotations

import re
from typing import Any

from kg.errors import InputError

__all__ = ["MAX_ATTRIBUTES", "MAX_MARKUP", "in_words", "parse_xml", "refuse_endless_tags", "refuse_entities"]

MAX_MARKUP = 64_000_000
"""Bytes of one HTML or XML file, which is held in memory whole."""

MAX_ATTRIBUTES = 1_000
"""Attributes of one tag; libxml2's HTML parser and feedparser take time by their square."""

_BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "body.content",
            "br",
            "caption",
            "dd",
            "div",
            "dl",
            "dt",
        ),
        *(
            "figcaption",
            "figure",
            "footer",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hedline",
            "hl1",
            "hl2",
            "hr",
        ),
        *("li", "main", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "tr", "ul"),
    )
)
_SILENT = frozenset(
    ("script", "style", "head", "template", "noscript", "iframe", "object", "svg", "form", "button", "select")
)
_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]*>|&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]\w*);")
_TAG = re.compile(r"""<[a-zA-Z](?:[^>"']++|"[^"]*+"|'[^']*+')*+""")
_VALUE = re.compile(r"""\s*=\s*(?:"[^"]*+"|'[^']*+'|[^\s"'>]++)""")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")


def refuse_entities(data: bytes) -> None:
    """Refuse XML that declares entities of its own, in any encoding that puts NULs between letters or none.

    Raises:
        InputError: It does.
    """
    if b"<!ENTITY" in data.replace(b"\0", b""):
        raise InputError("declares entities, which could fetch files or grow without end; take its DOCTYPE out")


def refuse_endless_tags(text: str) -> None:
    """Refuse markup with a tag that a parser would be busy with for hours.

    Raises:
        InputError: A tag has more than ``MAX_ATTRIBUTES``.
    """
    for tag in _TAG.finditer(text):
        if (
            tag.end() - tag.start() > 2 * MAX_ATTRIBUTES
            and len(_VALUE.sub(" ", tag[0]).replace("/", " ").split()) > MAX_ATTRIBUTES + 1
        ):
            raise InputError(f"has a tag with more than {MAX_ATTRIBUTES:,} attributes; take it out")


def parse_xml(data: bytes) -> Any:
    """The root element of an XML file; entities, DTDs and the network are off, depth and text nodes bounded by libxml2.

    Raises:
        InputError: It is not well-formed, too deep, or declares entities.
    """
    from lxml import etree

    refuse_entities(data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"is no well-formed XML: {error}") from error


def in_words(fragment: Any) -> str:
    """The words of a fragment: blanks as a browser shows them, an empty line between blocks.

    Args:
        fragment: A string of HTML (or of plain text, which stays as it is), or an lxml element.
    """
    if isinstance(fragment, str):
        if not _MARKUP.search(fragment):
            return fragment.strip()
        from lxml import etree, html

        try:
            refuse_endless_tags(fragment)
            fragment = html.fragment_fromstring(_DECLARATION.sub("", fragment), create_parent="div")
        except (etree.LxmlError, ValueError, InputError):
            return ""
    parts: list[str] = []
    _gather(fragment, parts)
    paragraphs = (" ".join(part.split()) for part in "".join(parts).split("\0"))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _gather(top: Any, parts: list[str]) -> None:
    """Texts in document order, with a NUL at each edge of a block; without recursion, since pages nest deeply."""
    todo: list[Any] = [top]
    while todo:
        item = todo.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        name = item.tag.rpartition("}")[2].lower() if isinstance(item.tag, str) else ""
        edge = "\0" if name in _BLOCKS else ""
        inner: list[Any] = []
        if name and name not in _SILENT:
            inner = [edge, _clean(item.text)]
            for child in item:
                inner += [child, _clean(child.tail)]
            inner.append(edge)
        todo.extend(reversed(inner))


def _clean(text: str | None) -> str:
    return (text or "").replace("\0", " ")
