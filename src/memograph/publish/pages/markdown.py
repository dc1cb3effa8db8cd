"""Markdown of others as a part of a page. CommonMark and tables by markdown-it-py, which rich needs anyway."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

#: HTML in it is shown as it is written; links to programs are no links (markdown-it-py's own check).
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def section(text: str) -> Markup:
    """HTML for below a heading of the second level: the title is left out, headings begin with the third.

    Links within the repository that the text comes from lead nowhere here, so only their words are left.
    """
    tokens = _MARKDOWN.parse(text)
    _fit(tokens)
    return Markup(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def _fit(tokens: list[Token]) -> None:
    level, skipping = 2, False
    for token in list(tokens):
        if token.tag == "h1":
            skipping = token.nesting == 1
            tokens.remove(token)
        elif skipping:
            tokens.remove(token)
        elif token.type == "heading_open":
            level = min(int(token.tag[1]) + 1, level + 1, 6)
            token.tag = f"h{level}"
        elif token.type == "heading_close":
            token.tag = f"h{level}"
        elif token.type == "th_open":
            token.attrSet("scope", "col")
        elif token.children:
            token.children = list(_without_relative_links(token.children))


def _without_relative_links(children: list[Token]) -> list[Token]:
    kept, open_links = [], []
    for child in children:
        if child.type == "link_open":
            open_links.append(str(child.attrGet("href") or "").startswith(("http://", "https://")))
            leave = not open_links[-1]
        elif child.type == "link_close":
            leave = not open_links.pop()
        else:
            leave = False
        if not leave:
            kept.append(child)
    return kept
