"""A site before and after a redesign: the same markup with other names and other nesting.

    pages = redesigned(live_site(spider, page, 20), "renamed")

``renamed`` gives each class and id another name of words, ``hashed`` one as build tools make them,
``nested`` other names and a further box around every box with a name.
"""

import re
from collections.abc import Callable
from hashlib import sha256

WAYS = ("renamed", "hashed", "nested")
ATTRIBUTE = re.compile(
    r"""(?P<before>\s(?:class|id)\s*=\s*)(?P<quote>["'])(?P<names>[^"']*)(?P=quote)"""
)
WORDS = ("kotak", "lapis", "ruang", "bidang", "papan", "sudut", "panel", "bagian", "wadah", "jalur")


def redesigned(html: str, way: str) -> str:
    """A page after the redesign; each name is the same on all pages."""
    other: Callable[[str], str] = hashed if way == "hashed" else renamed

    def names(found: re.Match[str]) -> str:
        made = " ".join(other(name) for name in found["names"].split())
        return f"{found['before']}{found['quote']}{made}{found['quote']}"

    made = ATTRIBUTE.sub(names, html)
    return nested(made) if way == "nested" else made


def renamed(name: str) -> str:
    """A name of two words, as ``wadah-papan``."""
    digest = sha256(name.encode()).digest()
    return "-".join(WORDS[byte % len(WORDS)] for byte in digest[:3])


def hashed(name: str) -> str:
    """A name as build tools make them, as ``css-1a2b3c``."""
    return f"css-{sha256(name.encode()).hexdigest()[:7]}"


def nested(html: str) -> str:
    """A further box around what every named box holds; its end tag stands before the box's own."""
    depth: list[tuple[str, bool]] = []
    made, at = [], 0
    for found in re.finditer(r"<(?P<end>/?)(?P<tag>div|section|article)\b(?P<rest>[^>]*)>", html):
        made.append(html[at : found.start()])
        at = found.end()
        if found["end"]:
            was_boxed = depth.pop()[1] if depth else False
            made.append(("</div>" if was_boxed else "") + found[0])
            continue
        is_boxed = bool(re.search(r"\b(?:class|id)=", found["rest"]))
        depth.append((found["tag"], is_boxed))
        made.append(found[0] + ("<div>" if is_boxed else ""))
    return "".join([*made, html[at:]])
