"""The forms of an Indonesian word that an index holds: menyerang, diserang, serangan, penyerangan.

Rules of affixes of the standard language (behind meN- and peN- the nasal takes the place of p, t, s
and k), without a list of roots: a root is what the index' own words make likely. Forms are kept
apart by what they mean, not thrown together by their root: menemukan (to find) and bertemu (to
meet) are two words.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Holding = Callable[[str], int]
"""How many articles hold a word as it stands."""

CLITIC = "nya"
"""Others (-lah, -ku, -mu) are seldom in news, and make masalah (problem) of masa (time)."""
SUFFIXES = ("", "kan", "i")
"""Those of verbs: what differs in them differs in meaning, as menemui (to visit) and menemukan."""
SHORTEST, SURE = 3, 4
"""Letters of a root; a shorter one than the second is believed from three forms on."""
VOWEL = re.compile("[aeiou]")


@dataclass(frozen=True, slots=True)
class Analysis:
    """A word as an affix and a root; ``suffix`` is a verb's."""

    kind: str
    """verb; done (ter-, of a verb with any suffix); per (memper-, diper-); ber; noun (peN-, peN-an,
    -an); peran (per-an); kean (ke-an); root."""
    root: str
    suffix: str = ""


def nasal(prefix: str, root: str) -> set[str]:
    """A root behind meN- or peN- ("me", "pe"): menulis, mengirim; also unchanged, memproses."""
    first = root[0]
    if first in "aeiou":
        made = {f"{prefix}ng{root}"}
    elif first in "bfv":
        made = {f"{prefix}m{root}"}
    elif first == "p":
        made = {f"{prefix}m{root[1:]}", f"{prefix}m{root}"}
    elif first in "dcjz":
        made = {f"{prefix}n{root}"}
    elif first == "t":
        made = {f"{prefix}n{root[1:]}", f"{prefix}n{root}"}
    elif first == "s":
        made = {f"{prefix}ny{root[1:]}", f"{prefix}n{root}"}
    elif first == "k":
        made = {f"{prefix}ng{root[1:]}", f"{prefix}ng{root}"}
    elif first in "gh":
        made = {f"{prefix}ng{root}"}
    else:
        made = {f"{prefix}{root}"}
    if len(VOWEL.findall(root)) == 1:
        made.add(f"{prefix}nge{root}")
    return made


def without_nasal(prefix: str, word: str) -> set[str]:
    """The roots that a word behind meN- or peN- may have."""
    if not word.startswith(prefix):
        return set()
    rest = word[len(prefix) :]
    roots = {rest}
    for nasal_sound, lost in (("ny", "s"), ("ng", "k"), ("n", "t"), ("m", "p")):
        if rest.startswith(nasal_sound):
            behind = rest[len(nasal_sound) :]
            roots |= {behind, lost + behind}
            if nasal_sound == "ng" and behind.startswith("e"):
                roots.add(behind[1:])
    return {root for root in roots if root and word in nasal(prefix, root)}


def analyses(word: str) -> Iterator[Analysis]:
    """All ways in which a word may be taken apart."""
    yield Analysis("root", word)
    for suffix in SUFFIXES:
        if not word.endswith(suffix):
            continue
        stem = word.removesuffix(suffix) if suffix else word
        for root in without_nasal("me", stem):
            yield Analysis("verb", root, suffix)
        for prefix in ("di", "ku", "kau", *(["ter"] if suffix else [])):
            if stem.startswith(prefix):
                yield Analysis("verb", stem.removeprefix(prefix), suffix)
        for prefix in ("memper", "diper", "terper"):
            if stem.startswith(prefix):
                yield Analysis("per", stem.removeprefix(prefix), suffix)
        if suffix:
            yield Analysis("verb", stem, suffix)
    if word.startswith("ter"):
        yield Analysis("done", word.removeprefix("ter"))
        yield Analysis("done", word.removeprefix("te"))
    for prefix in ("ber", "be"):
        if word.startswith(prefix):
            yield Analysis("ber", word.removeprefix(prefix))
            if word.endswith("an"):
                yield Analysis("ber", word.removeprefix(prefix).removesuffix("an"))
    for root in without_nasal("pe", word):
        yield Analysis("noun", root)
    if word.endswith("an"):
        stem = word.removesuffix("an")
        for root in without_nasal("pe", stem):
            yield Analysis("noun", root)
        if stem.startswith("per"):
            yield Analysis("peran", stem.removeprefix("per"))
        if stem.startswith("ke"):
            yield Analysis("kean", stem.removeprefix("ke"))
        yield Analysis("noun", stem)


def verbs(root: str, suffix: str) -> set[str]:
    """Active, passive and bare forms of a verb with one suffix."""
    made = {f"{each}{suffix}" for each in nasal("me", root)}
    made |= {f"{prefix}{root}{suffix}" for prefix in ("di", "ter", "ku", "kau", "")}
    return made


def nouns(root: str) -> set[str]:
    """Who does it, its doing, what is done: penyerang, penyerangan, serangan."""
    makers = nasal("pe", root)
    return makers | {f"{maker}an" for maker in makers} | {f"{root}an"}


def meetings(root: str) -> set[str]:
    """ber- and what belongs to it: bertemu, pertemuan, mempertemukan."""
    made = {f"ber{root}", f"ber{root}an", f"per{root}an", f"pe{root}an"}
    for suffix in SUFFIXES:
        made |= {f"{prefix}{root}{suffix}" for prefix in ("memper", "diper")}
    return made


def family(analysis: Analysis, holding: Holding) -> set[str]:
    """The forms that mean what an analysed word means, whether the index holds them or not."""
    root = analysis.root
    strongest = max(SUFFIXES, key=lambda each: sum(map(holding, verbs(root, each) - {root})))
    of_strongest = verbs(root, strongest) | nouns(root)
    if analysis.kind == "verb":
        made = verbs(root, analysis.suffix)
        return made | of_strongest if analysis.suffix == strongest else made
    if analysis.kind == "done":
        return of_strongest | {f"ter{root}", _merged("ter", root)} - (
            {root} if strongest else set()
        )
    if analysis.kind == "noun":
        return of_strongest
    if analysis.kind in ("ber", "peran"):
        return meetings(root)
    if analysis.kind == "per":
        prefixed = {f"{each}{root}{analysis.suffix}" for each in ("memper", "diper", "terper")}
        return prefixed | {f"per{root}an"}
    if analysis.kind == "kean":
        return {f"ke{root}an"}  # kekerasan (violence) is not what is keras (hard)
    is_verb = any(map(holding, nasal("me", root) | {f"di{root}"}))
    return of_strongest | {root} if is_verb and not strongest else {root}


def _merged(prefix: str, root: str) -> str:
    """terealisasi: r and r are one."""
    return f"{prefix.removesuffix('r')}{root}" if root.startswith("r") else f"{prefix}{root}"


def forms(word: str, holding: Holding) -> list[str]:
    """The forms of a word that an index holds, itself first; itself alone where none is known.

    The way of taking it apart is that of which the index holds most forms.
    """
    word = word.casefold()
    bare = word.removesuffix(CLITIC)
    bare = bare if len(bare) >= SHORTEST and holding(bare) else word
    best: tuple[int, int] = (0, 0)
    means = {bare}
    for analysis in analyses(bare):
        root = analysis.root
        if len(root) < SHORTEST or not VOWEL.search(root):
            continue
        held = {form for form in family(analysis, holding) if holding(form)}
        if len(root) < SURE and len(held) < 3:
            continue
        if bare in held and (len(held), len(root)) > best:
            best, means = (len(held), len(root)), held
    told = {f"{form}{clitic}" for form in means for clitic in ("", CLITIC)}
    return [word, *sorted(form for form in told - {word} if holding(form))]


def held_by(database: sqlite3.Connection) -> Holding:
    """How many articles of a database's search index hold a word; a word is asked for once."""
    database.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.held USING fts5vocab(main, articles_fts, row)"
    )
    known: dict[str, int] = {}

    def holding(word: str) -> int:
        if word not in known:
            row = database.execute("SELECT doc FROM temp.held WHERE term = ?", (word,)).fetchone()
            known[word] = row[0] if row else 0
        return known[word]

    return holding
