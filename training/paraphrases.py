"""Concepts with everyday descriptions of them (``paraphrases/*.txt``), as pairs of texts.

A block of a file is a concept, parted from the next by an empty line:

    名称 / name
    what an expert says of it, in Chinese
    the same in English
    - a description by somebody who does not know the term, in either language
    - …
"""
import re
from pathlib import Path
from typing import Iterator, NamedTuple

from markdown import HAN

FOLDER = Path(__file__).resolve().parent / "paraphrases"


class Wording(NamedTuple):
    """A concept in one language."""

    name: str
    answer: str
    descriptions: list[str]


def concepts(folder: Path = FOLDER) -> Iterator[tuple[Wording, Wording]]:
    """Every concept, (English, Chinese); ``ValueError`` names the block that is not as above."""
    for path in sorted(folder.glob("*.txt")):
        for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip()):
            title, *rest = block.splitlines()
            answers, lines = rest[:2], rest[2:]
            names = title.split(" / ", 1)
            if len(names) < 2 or len(answers) < 2 or not all(line.startswith("- ") for line in lines):
                raise ValueError(f"{path.name}: not a name in two languages, two answers and descriptions: {title}")
            told = [line[2:].strip() for line in lines]
            chinese = Wording(names[0], answers[0], [text for text in told if HAN.search(text)])
            yield Wording(names[1], answers[1], [text for text in told if not HAN.search(text)]), chinese


def paraphrases(folder: Path = FOLDER) -> Iterator[tuple[str, str]]:
    """Each description with the name and the answer, and with the answer in the other language.

    Of two languages the English text stands on the left, where the teacher reads it.
    """
    for english, chinese in concepts(folder):
        for name, answer, descriptions in (english, chinese):
            for text in descriptions:
                yield from ((text, name), (text, answer), (text, f"{name} {answer}"))
        yield from ((text, chinese.answer) for text in english.descriptions)
        yield from ((english.answer, text) for text in chinese.descriptions)
        yield english.name, chinese.name
        yield english.answer, chinese.answer
        yield from zip(english.descriptions, chinese.descriptions)
