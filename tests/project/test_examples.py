"""The examples that stand below the patterns are true: each is found by its pattern."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from tests.support.checkout import ROOT
from tests.support.rows import every_row

SOURCES = [
    file
    for folder in ("analysis", "crawler", "pipelines")
    for file in sorted((ROOT / folder).rglob("*.py"))
    if "templates" not in file.parts
]
SPAN = re.compile(r"(?P<word>\w+)?\s?``(?P<said>.+?)``", re.DOTALL)
"""An example in a docstring, and the word before it: ``as in ``2 jam lalu````"""
QUOTED = re.compile(r'(?P<word>\w+)?\s?"(?P<said>[^"]+)"')
"""The same where the docstring writes quotes: ``as in "2 jam lalu"``"""
REFUSED = ("not", "nor")
"""Words before an example that the pattern must not find."""


@dataclass(frozen=True)
class Example:
    """What the docstring of a pattern says of one text."""

    where: str
    pattern: re.Pattern
    said: str
    refused: bool

    def is_true(self) -> bool:
        """Whether the pattern finds the text, in small letters or with its escapes read too."""
        texts = [self.said, self.said.casefold()]
        if "\\" in self.said:
            texts.append(self.said.encode("ascii").decode("unicode_escape"))
        if isinstance(self.pattern.pattern, bytes):
            texts = [text.encode() for text in texts]
        return any(map(self.pattern.search, texts)) is not self.refused


def documented_patterns() -> Iterator[tuple[str, re.Pattern, str]]:
    """Module and name, pattern and docstring of everything compiled at a module's top."""
    for file in SOURCES:
        body = ast.parse(file.read_text(encoding="utf-8")).body
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for node, below in zip(body, body[1:], strict=False):
            match node, below:
                case (
                    ast.Assign(targets=[ast.Name(id=constant)]),
                    ast.Expr(value=ast.Constant(value=str(said))),
                ):
                    value = vars(import_module(name.removesuffix(".__init__")))[constant]
                    if isinstance(value, re.Pattern):
                        yield f"{name}.{constant}", value, said


@cache
def examples() -> list[Example]:
    """Every example below a pattern; in a docstring with code spans what is quoted is prose."""
    return [
        Example(where, pattern, found["said"], found["word"] in REFUSED)
        for where, pattern, said in documented_patterns()
        for found in (SPAN if "``" in said else QUOTED).finditer(said)
    ]


@every_row("example", examples(), ids=lambda each: f"{each.where}-{each.said[:20]}")
def test_an_example_is_found_by_its_pattern(example):
    assert example.is_true(), f"{example.where} does not find {example.said!r}"


def test_examples_are_collected():
    assert len(examples()) > 150
