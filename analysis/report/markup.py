"""HTML and SVG built so that text is always escaped: only what ``element`` made is markup."""

from __future__ import annotations

from html import escape


class Markup(str):
    """Text that is HTML already; every other string is escaped on its way into an element."""

    __slots__ = ()


EMPTY = ("circle", "line", "meta", "path", "rect")


def element(name: str, /, *children: object, **attributes: object) -> Markup:
    """One element with its children; a list's items are children too, None is left out.

    Attributes: ``class_`` is class, ``viewBox`` stays, other ``_`` are hyphens; None leaves it out.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in EMPTY and not children:
        return Markup(f"<{name}{written} />")
    return Markup(f"<{name}{written}>{content(children)}</{name}>")


def content(children: object) -> Markup:
    """Children as markup, text among them escaped."""
    if children is None:
        return Markup()
    if isinstance(children, Markup):
        return children
    if isinstance(children, list | tuple):
        return Markup("".join(content(child) for child in children))
    return Markup(escape(str(children)))


def link(address: str, text: str) -> Markup:
    """A link where the address is of the web, else the text alone (no javascript:, no data:)."""
    if not address.startswith(("https://", "http://")):
        return content(text)
    return element("a", text, href=address, rel="noreferrer noopener")
