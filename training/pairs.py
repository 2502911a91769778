"""All text pairs the model learns from, and those held out to measure it.

Six kinds, each a left and a right text that mean the same or belong together:

* ``translation``  an English and a Chinese sentence (``parallel.jsonl.gz``);
* ``answer``       a question and its answer (``qa.jsonl.gz``);
* ``section``      a heading and a paragraph under it, or two paragraphs under one heading (the corpora);
* ``twin``         the same heading or paragraph in the English and the Chinese edition of one file (the corpora);
* ``term``         a technical term or short title in both languages (``glossary/``);
* ``paraphrase``   an everyday description and the concept it means (``paraphrases/`` here).
"""
import gzip
import json
import random
import re
import zlib
from collections import Counter
from pathlib import Path
from typing import Iterator, NamedTuple

from markdown import HAN, Section, readable, sections
from paraphrases import paraphrases

HELD_OUT_TRANSLATIONS = 2000
# Questions of every 25th file are held out, file by file: neighbours in one file share their wording.
HELD_OUT_FILES = 25
# Folders of editions in other languages; their Latin script would pass for English.
FOREIGN = re.compile(r"/(?:i18n/(?!zh)|translations/(?!chinese|english|zh)|(?!zh-|en-)[a-z]{2}-[A-Z]{2}/)", re.I)
# How an English path becomes the path of its Chinese edition.
EDITIONS = (
    ("en-US.mdx", "zh-CN.mdx"),
    ("sections/en-us/", "sections/zh-cn/"),
    ("website/contents/", "website/i18n/zh-CN/docusaurus-plugin-content-docs/current/"),
    ("lydiahallie__javascript-questions/README.md", "lydiahallie__javascript-questions/zh-CN/README-zh_CN.md"),
)
LONGEST = 1200  # characters; beyond, a text says too many things for one mean vector


class Pair(NamedTuple):
    """Two texts to be drawn together."""

    kind: str
    left: str
    right: str


class HeldOut(NamedTuple):
    """What is measured and therefore never trained on."""

    translations: list[Pair]
    answers: list[Pair]


def lines(path: Path) -> Iterator[dict]:
    """The objects of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def key(text: str) -> str:
    """What two texts share that differ only in case, spaces and punctuation."""
    return re.sub(r"\W+", "", text).lower()


def is_held_out(source: str) -> bool:
    """Whether a file (``owner/repo:path``) is kept for measuring."""
    return zlib.crc32(source.encode()) % HELD_OUT_FILES == 0


def translations(folder: Path) -> tuple[list[Pair], list[Pair]]:
    """English–Chinese sentences: (to train on, held out)."""
    every = [Pair("translation", d["en"][:LONGEST], d["zh"][:LONGEST]) for d in lines(folder / "parallel.jsonl.gz")]
    # Only sentences long enough to be told apart make a fair test.
    fair = [i for i, pair in enumerate(every) if 25 <= len(pair.left) <= 300 and len(HAN.findall(pair.right)) >= 8]
    random.Random(7).shuffle(fair)
    held, seen = [], set()
    for i in fair:
        pair = every[i]
        if key(pair.left) not in seen and key(pair.right) not in seen:
            held.append(pair)
            seen |= {key(pair.left), key(pair.right)}
        if len(held) == HELD_OUT_TRANSLATIONS:
            break
    return [p for p in every if key(p.left) not in seen and key(p.right) not in seen], held


def answers(folder: Path) -> tuple[list[Pair], list[Pair]]:
    """Questions with their answers: (to train on, held out)."""
    train, held = [], []
    for d in lines(folder / "qa.jsonl.gz"):
        pair = Pair("answer", d["question"], d["answer"][:LONGEST])
        (held if is_held_out(d["src"]) else train).append((pair, d["kind"]))
    return [pair for pair, _ in train], [pair for pair, kind in held if kind == "question"]


def documents(corpora: Path) -> Iterator[tuple[str, list[Section]]]:
    """Every Chinese or English Markdown file of the corpora that is not held out, in a fixed order."""
    for path in sorted([*corpora.rglob("*.md"), *corpora.rglob("*.mdx")]):
        name = path.relative_to(corpora).as_posix()
        repository, _, rest = name.partition("/")
        if is_held_out(f"{repository.replace('__', '/')}:{rest}") or FOREIGN.search("/" + name):
            continue
        yield name, list(sections(path.read_text(encoding="utf-8", errors="replace")))


def mined(corpora: Path) -> Iterator[Pair]:
    """Pairs from the headings and paragraphs of the corpora, editions of one file included."""
    files = dict(documents(corpora))
    # A heading that stands in many places ("Summary", 优点) says nothing about what is under it.
    uses = Counter(key(s.heading) for parts in files.values() for s in parts)
    dice = random.Random(11)
    for parts in files.values():
        for heading, paragraphs in parts:
            telling = len(heading) >= 2 and readable(heading + "    ") and uses[key(heading)] <= 3
            for paragraph in paragraphs[:8] if telling else ():
                yield Pair("section", heading, paragraph[:LONGEST])
            order = paragraphs[:12]
            dice.shuffle(order)
            for one, other in zip(order[::2], order[1::2]):
                yield Pair("section", one[:LONGEST], other[:LONGEST])
    for name, english in files.items():
        for there, here in EDITIONS:
            if there in name:
                yield from twins(english, files.get(name.replace(there, here), []))


def twins(english: list[Section], chinese: list[Section]) -> Iterator[Pair]:
    """Headings and paragraphs of two editions, where both have the same outline."""
    if len(english) != len(chinese):
        return
    for here, there in zip(english, chinese):
        if here.heading and HAN.search(there.heading):
            yield Pair("twin", here.heading, there.heading)
        if len(here.paragraphs) == len(there.paragraphs):
            for one, other in zip(here.paragraphs, there.paragraphs):
                if HAN.search(other):
                    yield Pair("twin", one[:LONGEST], other[:LONGEST])


def terms(folder: Path, held: set[str]) -> Iterator[Pair]:
    """Bilingual terms; a cell may give several Chinese words and remarks in brackets."""
    for path in sorted(folder.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            english, _, chinese = line.partition("\t")
            english = re.sub(r"\s*\([a-z]+\.\)", "", english)
            for word in re.split(r"[，；;、]", re.sub(r"（[^）]*）", "", chinese))[:3]:
                if english and HAN.search(word) and key(english) not in held and key(word) not in held:
                    yield Pair("term", english.strip(), word.strip())


def read_all(shared: Path) -> tuple[list[Pair], HeldOut]:
    """Every training pair, without repetition, and what is held out."""
    aligned, held_aligned = translations(shared / "training")
    asked, held_asked = answers(shared / "training")
    held = {key(text) for pair in held_aligned for text in (pair.left, pair.right)}
    named = terms(shared / "glossary", held)
    described = (Pair("paraphrase", *texts) for texts in paraphrases())
    found = dict.fromkeys([*aligned, *asked, *mined(shared / "corpora"), *named, *described])
    return list(found), HeldOut(held_aligned, held_asked)


if __name__ == "__main__":
    import sys

    train, held = read_all(Path(sys.argv[1] if len(sys.argv) > 1 else "../../shared"))
    print(Counter(pair.kind for pair in train), len(held.translations), len(held.answers))
