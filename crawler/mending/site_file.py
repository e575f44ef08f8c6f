"""A fact in a site's file: replaced, or added, with the rest of the file left as it stands."""

from __future__ import annotations

import ast
import difflib
import inspect
import textwrap
from collections.abc import Sequence
from pathlib import Path

from crawler.errors import UsageProblem
from crawler.files.new_output import new_file
from crawler.news_spider import NewsSpider
from crawler.whereabouts.program import PROGRAM, is_checkout

WIDTH = 100
INDENT = " " * 4


def file_of(site: type[NewsSpider]) -> Path:
    """The file that declares a site; raises UsageProblem for one that is a row of a table."""
    if site().row:
        raise UsageProblem(
            f"{site.name} is {site().row}: its facts are its family's, and other papers', too; "
            "give it a file of its own, or mend the family"
        )
    return Path(inspect.getfile(site))


def with_fact(source: str, site: str, fact: str, value: str | Sequence[str]) -> str:
    """The source of a site's file with a fact declared as ``value``.

    Raises UsageProblem where the class of that ``site`` is not found, or the fact is declared as
    something else than a text or a list of texts.
    """
    lines = source.splitlines(keepends=True)
    found = _class_of(ast.parse(source), site)
    declared = _assignment(found, fact)
    new = written(fact, value)
    if declared is None:
        after = _assignment(found, "article_url") or found.body[-1]
        return "".join([*lines[: after.end_lineno], new, *lines[after.end_lineno :]])
    if not _is_plain(declared.value):
        raise UsageProblem(f"{fact} of {site} is no plain text there; write it by hand: {value!r}")
    return "".join([*lines[: declared.lineno - 1], new, *lines[declared.end_lineno :]])


def with_pattern(source: str, site: str, pattern: str, whole: str) -> str:
    """The source of a site's file with a further pattern of its articles' addresses.

    It comes behind those that stand there, with their comments; where none do, ``whole`` is
    declared. Raises UsageProblem as ``with_fact`` does.
    """
    lines = source.splitlines(keepends=True)
    declared = _assignment(_class_of(ast.parse(source), site), "article_url")
    if declared is None:
        return with_fact(source, site, "article_url", whole)
    value = declared.value
    if not isinstance(value, ast.Constant):
        raise UsageProblem(f"article_url of {site} is no plain text there; add by hand: {pattern}")
    further = f"\n{INDENT * 2}{_quoted(f'|{pattern}')}"
    if "(" in _between(lines, declared, value):
        at, line = value.end_lineno - 1, lines[value.end_lineno - 1].encode()
        lines[at] = (
            line[: value.end_col_offset] + further.encode() + line[value.end_col_offset :]
        ).decode()
        return "".join(lines)
    old = ast.get_source_segment(source, value)
    new = f"{INDENT}article_url = (\n{INDENT * 2}{old}{further}\n{INDENT})\n"
    return "".join([*lines[: declared.lineno - 1], new, *lines[declared.end_lineno :]])


def _between(lines: Sequence[str], statement: ast.Assign, value: ast.expr) -> str:
    """What stands between the equals sign and a value."""
    above = "".join(lines[statement.lineno - 1 : value.lineno])
    last = lines[value.lineno - 1].encode()[value.col_offset :].decode()
    return above[: len(above) - len(last)].partition("=")[2]


def _is_plain(value: ast.expr) -> bool:
    if isinstance(value, ast.List | ast.Tuple):
        return all(isinstance(each, ast.Constant) for each in value.elts)
    return isinstance(value, ast.Constant)


def written(fact: str, value: str | Sequence[str]) -> str:
    """A declaration as ruff formats it, over several lines where it is long."""
    if not isinstance(value, str):
        line = f"{INDENT}{fact} = [{', '.join(map(_quoted, value))}]\n"
        if len(line) <= WIDTH + 1:
            return line
        inner = "".join(f"{INDENT * 2}{_quoted(each)},\n" for each in value)
        return f"{INDENT}{fact} = [\n{inner}{INDENT}]\n"
    line = f"{INDENT}{fact} = {_quoted(value)}\n"
    if len(line) <= WIDTH + 1:
        return line
    pieces = textwrap.wrap(
        value, WIDTH - 12, drop_whitespace=False, break_long_words=False, break_on_hyphens=False
    )
    inner = "".join(f"{INDENT * 2}{_quoted(piece)}\n" for piece in pieces)
    return f"{INDENT}{fact} = (\n{inner}{INDENT})\n"


def _quoted(text: str) -> str:
    if "\\" in text and '"' not in text and not text.endswith("\\"):
        return f'r"{text}"'
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _class_of(tree: ast.Module, site: str) -> ast.ClassDef:
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            name = _assignment(node, "name")
            if name and isinstance(name.value, ast.Constant) and name.value.value == site:
                return node
    raise UsageProblem(f"the file has no class with name = {site!r}")


def _assignment(node: ast.ClassDef, name: str) -> ast.Assign | None:
    for statement in node.body:
        if isinstance(statement, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name for target in statement.targets
        ):
            return statement
    return None


def difference(path: Path, before: str, after: str) -> str:
    """What changes in the file, as a unified diff."""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True),
        after.splitlines(keepends=True),
        f"{path.parent.name}/{path.name}",
        f"{path.parent.name}/{path.name}, mended",
    )
    return "".join(lines)


def write(path: Path, source: str) -> None:
    """Put the new source in the file's place, whole or not at all.

    Raises UsageProblem for a file of an installed program.
    """
    if path.is_relative_to(PROGRAM) and not is_checkout():
        raise UsageProblem(
            f"{path} is part of the installed program, and an update would undo the change; make "
            "it in a checkout of Warta"
        )
    with new_file(path) as partial:
        partial.write_text(source, encoding="utf-8")
