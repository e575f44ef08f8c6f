"""What a person types into a search, as SQLite's FTS5 and SQL understand it.

A query is read by descent: alternatives (OR) of conjunctions (AND, or nothing between two words) of
what NOT parts; each returns its Part. ``-word`` leaves out of the whole bracket it stands in, as
search engines do, NOT only of what stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from crawler.errors import UsageProblem

TOKEN = re.compile(
    r"""(?P<minus>-)(?=[^\W\d_]|["(]) | \+(?=[\w"(])
    | (?P<field>[^\W\d_]+):(?=[^\s:/)]) | (?P<phrase>"[^"]*"?\*?) | (?P<bracket>[()])
    | NEAR/(?P<near>\d+)(?=[\s()]|$) | (?P<operator>AND|OR|NOT|\|)(?=[\s()]|$)
    | (?P<word>[^\s()"]+) | (?P<blank>\s+)""",
    re.VERBOSE,
)
"""As in ``"gempa bumi" NEAR/5 cianjur -headline:banjir (site:kompas OR long*)``."""

WORD = re.compile(r"[^\W_]")
STAR_ELSEWHERE = re.compile(r"(?:^|\s)\*\w|\w\*\w")
"""As in ``*gempa`` and ``gem*pa``: only ends of words are left open."""
WORD_OF_A_NAME = re.compile(r"\w+")
TEXTS = ("headline", "lead", "body")
"""What ``headline:word`` may name of the search index."""
ELSEWHERE = {
    "title": "headline",
    "intitle": "headline",
    "judul": "headline",
    "text": "body",
    "isi": "body",
    "summary": "lead",
    "outlet": "site",
    "source": "site",
    "sumber": "site",
    "situs": "site",
    "penulis": "author",
    "by": "author",
}
"""What others call them."""

DEEPEST = 40
"""Brackets within brackets; FTS5 itself takes some more."""

Forms = Callable[[str], Sequence[str]]
"""The words to look for in place of one, itself among them."""


@dataclass(frozen=True, slots=True)
class Query:
    """``text`` is an FTS5 expression, ``condition`` SQL over ``articles``; None: not asked for.

    ``sites`` are those that ``site:`` names.
    """

    text: str | None
    condition: str | None
    sites: tuple[str, ...] = ()

    def among(self, condition: str) -> str:
        """A condition of articles and the query's own in one."""
        return f"({condition}) AND {self.condition}" if self.condition else condition

    def as_condition(self) -> str:
        """The whole query in SQL over ``articles``, literals only."""
        parts = [matching(self.text)] if self.text else []
        return " AND ".join([*parts, *([self.condition] if self.condition else [])])


def matching(expression: str) -> str:
    """The condition that an article is found by an FTS5 expression."""
    told = quoted(expression)
    return f"id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH {told})"


def quoted(text: str) -> str:
    """A text as a literal in SQL."""
    return "'" + text.replace("'", "''") + "'"


def parse_query(query: str, forms: Forms | None = None) -> Query:
    """What a person typed.

    Words all have to occur; AND, OR (``|``), NOT and brackets combine, ``-word`` leaves out,
    ``"..."`` is a phrase, ``long*`` a beginning, ``a NEAR/5 b`` words at most 5 apart,
    ``headline:word`` a word of that field, ``site:kompas`` and ``author:name`` what the article is.
    Everything else, hyphens and apostrophes included, is text. ``forms`` says what else is looked
    for with a word that stands by itself, neither in a phrase nor in NEAR. Raises UsageProblem, a
    sentence, where nothing is asked for or something is missing.
    """
    return _Reader(query, forms).read()


def to_fts5(query: str) -> str:
    """A query of words alone as an FTS5 expression; raises UsageProblem as ``parse_query``."""
    parsed = parse_query(query)
    if parsed.text is None or parsed.condition:
        raise UsageProblem(f"{query!r} asks for more than words of the search index")
    return parsed.text


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a query: FTS5, SQL, or both, which then both hold.

    ``binds`` is how strongly the text holds together, so that brackets stand only where needed.
    """

    text: str | None = None
    fact: str | None = None
    binds: int = 3
    phrase: str = ""
    """The word or phrase as it stands, which NEAR can take; empty for anything else."""

    def inside(self, strength: int) -> str:
        """The text as an operand of something that binds so strongly."""
        return f"({self.text})" if self.binds < strength else str(self.text)


@dataclass
class _Reader:
    query: str
    forms: Forms | None
    tokens: list[re.Match[str]] = field(init=False)
    position: int = 0
    depth: int = 0
    sites: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        found = TOKEN.finditer(self.query)
        self.tokens = [token for token in found if not token["blank"] and token[0] != "+"]

    def read(self) -> Query:
        part = self.alternatives()
        if self.next():
            raise UsageProblem(f"a bracket is closed in {self.query!r} that was never opened")
        if part is None:
            raise UsageProblem(
                f"{self.query!r} holds no word to look for; give one, as in scrapy search gempa"
            )
        return Query(part.text, part.fact, tuple(dict.fromkeys(self.sites)))

    def next(self) -> re.Match[str] | None:
        return self.tokens[self.position] if self.position < len(self.tokens) else None

    def takes(self, *texts: str) -> bool:
        token = self.next()
        if token and (token["operator"] or token["bracket"]) in texts:
            self.position += 1
            return True
        return False

    def alternatives(self) -> _Part | None:
        """Up to the end or a closing bracket; None where nothing in it can be looked for."""
        excluded: list[_Part] = []
        parts = [self.conjunction(excluded)]
        while self.takes("OR", "|"):
            parts.append(self.conjunction(excluded))
            if parts[-1] is None or parts[-2] is None:
                raise UsageProblem("OR stands between two words, as in gempa OR banjir")
        told = [part for part in parts if part]
        whole = _joined(told, "OR") if len(told) > 1 else next(iter(told), None)
        for part in excluded:
            whole = _without(whole, part)
        return whole

    def conjunction(self, excluded: list[_Part]) -> _Part | None:
        """What stands between two OR; what ``-`` leaves out is told to the bracket around it."""
        parts: list[_Part] = []
        while (token := self.next()) and not (token["operator"] in ("OR", "|") or token[0] == ")"):
            if token["operator"] == "AND":
                self.position += 1
                if not parts or not self.operand_follows("NOT"):
                    raise UsageProblem("AND stands between two words, as in gempa AND banjir")
            elif token["operator"] == "NOT":
                self.position += 1
                if not parts or not self.operand_follows():
                    raise UsageProblem(
                        "NOT stands between two words, as in gempa NOT banjir (or gempa -banjir)"
                    )
                if left_out := self.near():
                    parts[-1] = _without(parts[-1], left_out)
            elif token["minus"]:
                self.position += 1
                if part := self.near():
                    excluded.append(part)
            elif part := self.near():
                parts.append(part)
        return _joined(parts, "AND") if len(parts) > 1 else next(iter(parts), None)

    def operand_follows(self, *also: str) -> bool:
        token = self.next()
        if token is None or token[0] == ")":
            return False
        return not token["operator"] or token["operator"] in also

    def near(self) -> _Part | None:
        """A word, phrase or bracket, or several with NEAR/ between them."""
        part = self.primary()
        words = part.phrase if part else ""
        while (token := self.next()) and token["near"]:
            self.position += 1
            other = self.primary() if self.operand_follows() else None
            if not (words and other and other.phrase):
                raise UsageProblem(
                    f"{token[0]} stands between two words or phrases, as in gempa {token[0]} laut"
                )
            words = f"{words} {other.phrase}"
            part = _Part(f"NEAR({words}, {token['near']})")
        return part

    def primary(self) -> _Part | None:
        """One operand; None for one without a letter or digit to look for."""
        token = self.next()
        if token is None:
            raise UsageProblem(f"the query {self.query!r} breaks off; a word must follow")
        self.position += 1
        if token["near"] or token[0] == "NEAR":
            raise UsageProblem("NEAR/5 stands between two words, as in gempa NEAR/5 laut")
        if token["minus"]:
            raise UsageProblem("one - before a word leaves it out, as in gempa -banjir")
        if token["bracket"]:
            self.depth += 1
            if self.depth > DEEPEST:
                raise UsageProblem(f"more than {DEEPEST} brackets stand within one another")
            part = self.alternatives()
            self.depth -= 1
            if not self.takes(")"):
                raise UsageProblem(f"a bracket is opened in {self.query!r} and never closed")
            return part
        if token["field"] and (name := field_called(token["field"])):
            return self.of_field(name)
        bare = token[0].removesuffix(":").casefold()
        if token[0].endswith(":") and bare in EXAMPLES:
            raise UsageProblem(
                f"{bare}: stands right before a word, without a blank, as in "
                f"{bare}:{EXAMPLES[bare]}"
            )
        before = ""
        if token["field"]:  # a word that holds a colon, as in kata:dia
            before, token = token[0], self.tokens[self.position]
            if not token["word"]:
                return _words(before)
            self.position += 1
        return _words(before + token[0], self.forms if token["word"] else None)

    def of_field(self, name: str) -> _Part | None:
        """What follows ``headline:``, ``site:`` and so on."""
        token = self.next()
        if token is None or not (token["word"] or token["phrase"] or token[0] == "("):
            raise UsageProblem(f"{name}: stands before a word, as in {name}:{EXAMPLES[name]}")
        if name in TEXTS:
            part = self.primary()
            if part is None:
                return None
            if part.fact:
                raise UsageProblem(f"{name}: stands before words; site: and author: beside them")
            return _Part(f"{name} : {part.inside(3)}")
        if token[0] == "(":
            raise UsageProblem(
                f"{name}: stands before each name, as in {name}:{EXAMPLES[name]} OR {name}:..."
            )
        self.position += 1
        value = token[0].strip('"*,')
        if name == "site":
            self.sites += value.split(",")
            names = ", ".join(map(quoted, value.split(",")))
            return _Part(fact=f"site IN ({names})")
        return _Part(fact=written_by(value))


OPTIONS = {"since": "--since", "after": "--since", "until": "--until", "before": "--until"}
OPTIONS |= {"province": "--province", "provinsi": "--province"}
OPTIONS |= {"place": "--place", "tempat": "--place", "lokasi": "--place"}
"""What an option asks for; ``site:`` alone is both, since ``-site:`` and OR make sense of it."""
EXAMPLES = dict.fromkeys(TEXTS, "gempa") | {"site": "kompas", "author": '"Siti Contoh"'}


def field_called(name: str) -> str | None:
    """The field that is meant by what stands before a colon; None for text.

    Raises UsageProblem where one of ours is mistyped or called otherwise.
    """
    low = name.casefold()
    if low in EXAMPLES:
        return low
    near = ELSEWHERE.get(low) or next(iter(get_close_matches(low, EXAMPLES, 1, cutoff=0.8)), None)
    if near:
        raise UsageProblem(f"there is no field {name}:; did you mean {near}:?")
    if low in OPTIONS:
        raise UsageProblem(f"there is no field {name}:; the option {OPTIONS[low]} asks for that")
    return None


def written_by(name: str) -> str:
    """The condition that an author is called so: whole words of the name, capitals aside."""
    words = " ".join(WORD_OF_A_NAME.findall(name))
    if not words:
        raise UsageProblem('author: stands before a name, as in author:"Siti Contoh"')
    spelled = "name"
    for sign in ".,'-":
        spelled = f"replace({spelled}, {quoted(sign)}, ' ')"
    return (
        "id IN (SELECT article_id FROM article_authors JOIN authors ON authors.id = author_id "
        f"WHERE role = 'author' AND ' ' || {spelled} || ' ' LIKE {quoted(f'% {words} %')})"
    )


def _words(told: str, forms: Forms | None = None) -> _Part | None:
    """A word, a beginning or a phrase; None for no letter or digit to look for."""
    is_beginning = told.rstrip('"').endswith("*")
    text = told.strip('"').rstrip('*"')
    if not WORD.search(text):
        return None
    if STAR_ELSEWHERE.search(text):
        raise UsageProblem(
            f"{told} has its * at the beginning or within; a * stands for how a word ends, "
            "as in tangkap*"
        )
    if not is_beginning and forms and text.isalpha():
        found = forms(text)
        told = " OR ".join(map(_phrase, found))
        return _Part(told, binds=1 if len(found) > 1 else 3, phrase=_phrase(text))
    phrase = _phrase(text)
    return _Part(f"{phrase} *") if is_beginning else _Part(phrase, phrase=phrase)


def _joined(parts: Sequence[_Part], operator: str) -> _Part:
    """Parts combined; words and facts of an article combine by AND only."""
    texts, facts = [part for part in parts if part.text], [part for part in parts if part.fact]
    if operator == "OR" and texts and facts:
        raise UsageProblem(
            "OR stands between words, or between facts as in site:kompas OR site:tempo, "
            "not between a word and a fact; ask twice"
        )
    binds = 2 if operator == "AND" else 1
    text = f" {operator} ".join(part.inside(binds) for part in texts) or None
    if len(texts) == 1:
        binds = texts[0].binds
    fact = f" {operator} ".join(str(part.fact) for part in facts) or None
    if len(facts) > 1 and operator == "OR":
        fact = f"({fact})"
    return _Part(text, fact, binds)


def _without(part: _Part | None, left_out: _Part) -> _Part:
    """A part without what another finds, of all articles where there is no part."""
    if left_out.text and left_out.fact:
        raise UsageProblem("leave out words and facts apart, as in -banjir -site:kompas")
    if left_out.text and part and part.text:
        text = f"{part.inside(2)} NOT {left_out.inside(3)}"
        return _Part(text, part.fact, 2)
    refused = f"NOT ({left_out.fact or matching(str(left_out.text))})"
    fact = f"{part.fact} AND {refused}" if part and part.fact else refused
    return _Part(part and part.text, fact, part.binds if part else 3)


def _phrase(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
