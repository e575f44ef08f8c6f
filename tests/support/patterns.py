"""Every regular expression of the program, and how the program uses it.

Found by walking modules for pattern objects, wherever they lie (tables, dataclasses, functions'
defaults, what functions remember), and by reading the source for patterns written where they are
used.
"""

import ast
import dataclasses
import importlib
import pkgutil
import re
from collections.abc import Iterator
from types import FunctionType, ModuleType
from typing import Any, NamedTuple

from scrapy.spiderloader import SpiderLoader
from scrapy.utils.project import get_project_settings

PACKAGES = ("analysis", "crawler", "pipelines", "spiders")
ANCHORED = {"match": "match", "fullmatch": "fullmatch"}
"""Uses that try one place of the text; every other looks on from each of them."""
METHODS = {"search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
FUNCTIONS = METHODS | {"compile"}
SITE_PATTERNS = ("article_url", "strip")
"""What a site file or a row of a table declares that is a pattern in a string, or several."""


class Use(NamedTuple):
    """A pattern, the name it goes by, and how it is used: match, fullmatch or search."""

    name: str
    pattern: re.Pattern
    method: str


def modules() -> list[ModuleType]:
    """Every module of the program, imported."""
    found = []
    for package in PACKAGES:
        top = importlib.import_module(package)
        found.append(top)
        for each in pkgutil.walk_packages(top.__path__, f"{package}."):
            found.append(importlib.import_module(each.name))
    return found


def uses() -> list[Use]:
    """Every pattern of the program with each way it is used, sorted by name."""
    found: dict[tuple[str | bytes, int, str], Use] = {}
    methods = Methods(modules())
    for name, pattern, method in (*methods.written_in_place(), *site_patterns()):
        found.setdefault((pattern.pattern, pattern.flags, method), Use(name, pattern, method))
    for name, pattern in held():
        for method in sorted(methods.of(pattern)):
            found.setdefault((pattern.pattern, pattern.flags, method), Use(name, pattern, method))
    return sorted(found.values(), key=lambda use: (use.name, use.method))


def held() -> Iterator[tuple[str, re.Pattern]]:
    """Every pattern that a module of the program holds, with the name of its place."""
    seen: set[int] = set()
    for module in modules():
        for name, value in list(vars(module).items()):
            yield from within(f"{module.__name__}.{name}", value, seen)


def within(name: str, value: Any, seen: set[int]) -> Iterator[tuple[str, re.Pattern]]:
    """The patterns in a value: itself, members, attributes, defaults and what a closure holds."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, re.Pattern):
        yield name, value
        return
    for part, member in parts(value):
        yield from within(f"{name}{part}", member, seen)


def parts(value: Any) -> Iterator[tuple[str, Any]]:
    """What a value is made of, as far as the program made it."""
    if isinstance(value, dict):
        for place, (key, member) in enumerate(value.items()):
            yield f"[{place}]", key
            yield f"[{place}]", member
    elif isinstance(value, list | tuple | set | frozenset):
        yield from ((f"[{place}]", member) for place, member in enumerate(value))
    elif isinstance(value, FunctionType) and value.__module__.startswith(PACKAGES):
        yield from (("()", default) for default in value.__defaults__ or ())
        yield from ((f"({key})", each) for key, each in (value.__kwdefaults__ or {}).items())
        yield from (("()", cell.cell_contents) for cell in value.__closure__ or () if has(cell))
    elif hasattr(value, "__self__"):  # PATTERN.match held by name
        yield "", value.__self__
    elif hasattr(value, "__wrapped__"):
        yield "", value.__wrapped__
    elif isinstance(value, type) and value.__module__.startswith(PACKAGES):
        yield from ((f".{key}", member) for key, member in vars(value).items())
    elif type(value).__module__.startswith(PACKAGES):
        if dataclasses.is_dataclass(value):
            names = [field.name for field in dataclasses.fields(value)]
            yield from ((f".{key}", getattr(value, key, None)) for key in names)
        else:
            yield from (
                (f".{key}", member) for key, member in getattr(value, "__dict__", {}).items()
            )


def has(cell: Any) -> bool:
    """Whether a closure's cell is filled."""
    try:
        cell.cell_contents  # noqa: B018
    except ValueError:
        return False
    return True


def site_patterns() -> Iterator[Use]:
    """What sites declare as strings, which are looked for in addresses and paragraphs."""
    loader = SpiderLoader.from_settings(get_project_settings())
    for site in loader.list():
        spider = loader.load(site)
        for name in SITE_PATTERNS:
            given = getattr(spider, name, None) or ()
            for each in [given] if isinstance(given, str) else given:
                yield Use(f"spiders.{site}.{name}", re.compile(each), "search")


class Methods:
    """What the source says of how each pattern is used."""

    def __init__(self, found: list[ModuleType]):
        self.modules = [module for module in found if module.__file__]
        self.by_pattern: dict[int, set[str]] = {}
        self.in_place: list[Use] = []
        self.unresolved: list[str] = []
        for module in self.modules:
            self._read(module)

    def of(self, pattern: re.Pattern) -> set[str]:
        """How a pattern is used; one handed about is taken to be searched for."""
        return self.by_pattern.get(id(pattern), {"search"})

    def written_in_place(self) -> list[Use]:
        """The patterns written into a call of re inside a function."""
        return self.in_place

    def _read(self, module: ModuleType) -> None:
        with open(module.__file__, encoding="utf-8") as file:
            tree = ast.parse(file.read())
        direct: set[int] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in METHODS:
                value = evaluated(node.value, module)
                if isinstance(value, re.Pattern):
                    direct.add(id(node.value))
                    method = ANCHORED.get(node.attr, "search")
                    self.by_pattern.setdefault(id(value), set()).add(method)
            if isinstance(node, ast.Call) and is_call_of_re(node):
                self._note_call(node, module)
        for node in ast.walk(tree):
            is_handed_on = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
            if is_handed_on and id(node) not in direct:
                value = vars(module).get(node.id)
                if isinstance(value, re.Pattern):
                    self.by_pattern.setdefault(id(value), set()).add("search")

    def _note_call(self, node: ast.Call, module: ModuleType) -> None:
        place = f"{module.__name__}:{node.lineno}"
        arguments = [evaluated(argument, module) for argument in node.args]
        given = {keyword.arg: evaluated(keyword.value, module) for keyword in node.keywords}
        flags = given.get("flags", 0) or next(
            (a for a in arguments if isinstance(a, re.RegexFlag)), 0
        )
        if arguments and isinstance(arguments[0], str | bytes):
            method = node.func.attr if node.func.attr in ANCHORED else "search"
            if node.func.attr != "compile":
                self.in_place.append(Use(place, re.compile(arguments[0], flags), method))
        elif arguments and not isinstance(arguments[0], re.Pattern):
            self.unresolved.append(f"{place}: {ast.unparse(node.args[0])}")


def is_call_of_re(node: ast.Call) -> bool:
    """Whether a call is one of re.search and its like."""
    function = node.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr in FUNCTIONS
        and isinstance(function.value, ast.Name)
        and function.value.id == "re"
    )


def evaluated(node: ast.expr, module: ModuleType) -> Any:
    """What an expression is by the module's globals; None where it needs more than those."""
    if not all(isinstance(each, SIMPLE) for each in ast.walk(node)):
        return None
    try:
        return eval(compile(ast.Expression(node), "pattern", "eval"), vars(module))  # noqa: S307
    except Exception:  # noqa: BLE001 a name of the function's own
        return None


SIMPLE = (
    ast.Attribute, ast.BinOp, ast.BitOr, ast.Add, ast.Constant, ast.FormattedValue, ast.JoinedStr,
    ast.Load, ast.Name, ast.Subscript,
)  # fmt: skip
"""What an expression may be made of that is safe to be evaluated."""
