"""Markdown → headings with their paragraphs; code, tables of contents and markup dropped.

Far simpler than the parser of the search engine itself: training wants much clean text and does not mind
losing some, so every doubtful line is dropped.
"""
import html
import re
from typing import Iterator, NamedTuple

FENCE = re.compile(r"^\s*(```|~~~)")
HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
BULLET = re.compile(r"^\s*(?:[-*+]|\d+[.)、])\s+")
NUMBERING = re.compile(r"^(?:第[一二三四五六七八九十百\d]+[章节部分题]\s*[:：、.]?|[Qq]?\d+(?:\.\d+)*\s*[.、):：]|[一二三四五六七八九十]+、|[(（]\d+[)）])\s*")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->")
IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)")
MARKS = re.compile(r"\*\*|__|`+|~~|(?<!\w)[*_]|[*_](?!\w)")
ADDRESS = re.compile(r"https?://\S+")
HAN = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[A-Za-z]")
OTHER_SCRIPT = re.compile(r"[\u0370-\u06ff\u0900-\u0eff\u1100-\u11ff\u3040-\u30ff\uac00-\ud7af]")


class Section(NamedTuple):
    """One heading and the paragraphs up to the next heading of any level."""

    heading: str
    paragraphs: list[str]


def plain(line: str) -> str:
    """The words of one line without its markup."""
    line = IMAGE.sub("", line)
    line = LINK.sub(r"\1", line)
    line = TAG.sub(" ", line)
    line = ADDRESS.sub("", line)
    line = MARKS.sub("", line)
    return re.sub(r"\s+", " ", html.unescape(line)).strip()


def title(heading: str) -> str:
    """A heading without its number."""
    text = plain(heading)
    return NUMBERING.sub("", text).strip() or text


def readable(text: str) -> bool:
    """Chinese or English prose: some letters, next to nothing of another script."""
    letters = len(HAN.findall(text)) * 2 + len(LATIN.findall(text))
    return letters >= 4 and letters * 2 >= len(text) and len(OTHER_SCRIPT.findall(text)) * 50 <= len(text)


def sections(text: str) -> Iterator[Section]:
    """The sections of one document in order, the one before the first heading included."""
    heading, paragraphs, open_lines = "", [], []
    fence = front_matter = False

    def close() -> None:
        """End the open paragraph; keep it if it reads as prose."""
        joined = " ".join(open_lines)
        open_lines.clear()
        if len(joined) >= 16 and readable(joined):
            paragraphs.append(joined)

    for number, line in enumerate(text.splitlines()):
        if number == 0 and line.strip() == "---":
            front_matter = True
            continue
        if front_matter:
            front_matter = line.strip() not in ("---", "...")
            continue
        if FENCE.match(line):
            close()
            fence = not fence
            continue
        if fence or line.startswith(("    ", "\t")) and not BULLET.match(line) and not open_lines:
            continue
        found = HEADING.match(line)
        if found:
            close()
            yield Section(heading, paragraphs)
            heading, paragraphs = title(found[2]), []
            continue
        stripped = line.strip().lstrip(">").strip()
        if not stripped or stripped.startswith(("|", ":::", "import ", "export ", "<!--", "---", "===", "[[")):
            close()
            continue
        # A run of list items is one paragraph: single items are too short to say what they are about.
        words = plain(BULLET.sub("", stripped))
        if words:
            open_lines.append(words)
    close()
    yield Section(heading, paragraphs)
