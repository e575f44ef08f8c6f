"""How the program is built: ``python -m benchmarks.structure [CHECKOUT]``.

Counts what a newcomer meets: rooms (the folders and loose modules of ``crawler/`` and the folders
beside it), storeys (rooms that build on one another), arrows (one room imports another), arrows
that run back up, circles of modules, lines. Imports for type checkers count like any other, and
a name that a package hands on is imported from where it is defined. Exits with 1 where there is a
circle or an arrow that runs back up.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

FOLDERS = ("analysis", "crawler", "pipelines", "spiders", "warta")
"""The program; tests, benchmarks and the demo stand beside it."""
HOUSES = ("", "crawler.parsers")
"""What is counted: the whole program, and the largest of its rooms by itself."""

Graph = dict[str, set[str]]
"""For each module or room those that it imports."""


class Checkout:
    """The modules of a checkout of Warta and what they import of one another."""

    def __init__(self, root: Path):
        self.root = root
        self.files = {
            module_name(root, file): file
            for folder in FOLDERS
            for file in sorted((root / folder).rglob("*.py"))
            if "templates" not in file.parts
        }
        self.trees = {name: ast.parse(file.read_text("utf-8")) for name, file in self.files.items()}
        self.handed_on = {
            name: dict(imported_names(self.trees[name]))
            for name, file in self.files.items()
            if file.name == "__init__.py"
        }

    def imports(self) -> Graph:
        """What each module imports of the program, also inside functions and for types."""
        return {name: {module for module, _ in self.imported(name)} - {name} for name in self.files}

    def imported(self, module: str) -> Iterator[tuple[str, str]]:
        """The module and the name of every import, from where the name is defined."""
        for node in statements(self.trees[module]):
            if isinstance(node, ast.Import):
                found = [(alias.name, "") for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                found = [self.defined(node.module, alias.name) for alias in node.names]
            else:
                continue
            yield from (each for each in found if each[0] in self.files)

    def defined(self, module: str, name: str) -> tuple[str, str]:
        """Where a name that is imported from a module is defined."""
        if f"{module}.{name}" in self.files:
            return f"{module}.{name}", ""
        while name in self.handed_on.get(module, ()):
            module = self.handed_on[module][name]
        return module, name


def module_name(root: Path, file: Path) -> str:
    """As in "crawler.parsers.headline" for crawler/parsers/headline.py."""
    name = ".".join(file.relative_to(root).with_suffix("").parts)
    return name.removesuffix(".__init__")


def statements(tree: ast.Module) -> Iterator[ast.AST]:
    """Every statement of a module, also inside functions; ``ast.walk`` looks into expressions."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        for node in ast.iter_child_nodes(waiting.pop()):
            if isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case):
                waiting.append(node)
                yield node


def imported_names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The names a module imports, and from which module."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module != "__future__":
            yield from ((alias.asname or alias.name, node.module) for alias in node.names)


def room_of(module: str, house: str = "") -> str | None:
    """The room of a house that a module lies in; None for one outside, and for the house itself.

    The whole program's rooms are spiders, pipelines, analysis and whatever crawler/ holds; those
    of a package are what that package holds.
    """
    inside = house or "crawler"
    if module.startswith(f"{inside}."):
        return ".".join(module.split(".")[: inside.count(".") + 2])
    return None if house or module == inside else module.partition(".")[0]


def rooms_of(imports: Mapping[str, Iterable[str]], house: str = "") -> Graph:
    """Which rooms of a house import which."""
    graph: Graph = {}
    for module, targets in imports.items():
        if room := room_of(module, house):
            others = {other for target in targets if (other := room_of(target, house))}
            graph.setdefault(room, set()).update(others - {room})
    return graph


def circles(graph: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """The groups of two and more that reach one another (Tarjan's algorithm), largest first."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []
    found = []

    def visit(name: str) -> None:
        order[name] = lowest[name] = len(order)
        path.append(name)
        for target in sorted(graph.get(name, ())):
            if target not in order:
                visit(target)
            if target in path:
                lowest[name] = min(lowest[name], lowest[target])
        if lowest[name] == order[name]:
            group = path[path.index(name) :]
            del path[-len(group) :]
            if len(group) > 1:
                found.append(sorted(group))

    for name in sorted(graph):
        if name not in order:
            visit(name)
    return sorted(found, key=lambda group: (-len(group), group))


def upward(graph: Graph) -> list[tuple[str, str]]:
    """Arrows to take out so that no room builds on itself: few, not always the fewest.

    Of a circle the room is put on top that imports most and is imported least, and so on.
    """
    found = []
    for group in circles(graph):
        left = set(group)
        while left:
            importers = {
                room: [other for other in sorted(left) if room in graph[other]] for room in left
            }
            top = max(sorted(left), key=lambda room: len(graph[room] & left) - len(importers[room]))
            found += [(other, top) for other in importers[top]]
            left.remove(top)
    return found


def storeys(graph: Graph) -> int:
    """How many rooms stand on one another at most, arrows that run back up left out."""
    back = set(upward(graph))
    height: dict[str, int] = {}

    def measured(room: str) -> int:
        if room not in height:
            below = [other for other in graph[room] if (room, other) not in back]
            height[room] = 1 + max(map(measured, below), default=0)
        return height[room]

    return max(map(measured, graph), default=0)


def figures(checkout: Checkout, house: str) -> dict[str, str]:
    """What is counted of a house, as printed."""
    imports = checkout.imports()
    inside = {name: found for name, found in imports.items() if room_of(name, house)}
    rooms = rooms_of(imports, house)
    loose = [room for room in rooms if room in checkout.files and _is_loose(checkout, room)]
    in_circles = circles({name: found & inside.keys() for name, found in inside.items()})
    back = upward(rooms)
    lines = {name: len(checkout.files[name].read_text("utf-8").splitlines()) for name in inside}
    longest = max(lines, key=lambda name: lines[name])
    return {
        "rooms": str(len(rooms)),
        "loose modules": str(len(loose)),
        "storeys": str(storeys(rooms)),
        "arrows": str(sum(map(len, rooms.values()))),
        "arrows back up": _listed([f"{a} -> {b}" for a, b in back]),
        "circles of modules": _listed([f"{len(each)}: {', '.join(each)}" for each in in_circles]),
        "modules": str(len(lines)),
        "lines": str(sum(lines.values())),
        "longest module": f"{lines[longest]} lines, {longest}",
    }


def _is_loose(checkout: Checkout, room: str) -> bool:
    return checkout.files[room].name != "__init__.py"


def _listed(found: list[str]) -> str:
    return str(len(found)) + (f" ({'; '.join(found)})" if found else "")


def main(arguments: list[str]) -> int:
    """Print the figures; 1 where there is a circle or an arrow that runs back up, else 0."""
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parent.parent
    checkout = Checkout(root)
    wrong = False
    for house in HOUSES:
        print(house or "the program")
        for name, value in (found := figures(checkout, house)).items():
            print(f"  {name:20} {value}")
        wrong |= not found["circles of modules"] == found["arrows back up"] == "0"
    print(f"README.md: {len((root / 'README.md').read_text('utf-8').split())} words")
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
