"""Labels the samples of marked files and leaves their texts out.

    python3 label.py FOLDER      (see README.md)

FOLDER/headings.tsv and items.tsv are what `cargo test --lib samples -- --ignored` wrote. Marks are
lines of FOLDER/marks/GROUP/NAME.txt, a question each, for the file FOLDER/GROUP/NAME ('/' written as
'__'), or rows of the project's own tests/golden/marks.tsv for files in FOLDER/corpora. FOLDER/weak
holds other files of the shared corpora, and FOLDER/weak.tsv the lines at which the rules alone find
questions there: less sure, so these samples count less. Writes headings.csv.gz and items.csv.gz here:
group, weight, label, features.
"""

import csv
import gzip
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
WEAK = 0.3
NEAR = 0.6  # of the longer text, when one of two holds the other


def key(text):
    """Letters and digits of a text, without tags and the addresses of links."""
    text = re.sub(r"\]\([^)]*\)", "", text)
    text = re.sub(r"</?[a-zA-Z][^>\n]*>", "", text)
    return re.sub(r"[\W_]+", "", text).lower()


def same(found, marked):
    """Whether a text is a marked one, or most of it."""
    if found == marked:
        return True
    shorter, longer = sorted((found, marked), key=len)
    return shorter != "" and shorter in longer and len(shorter) >= NEAR * len(longer)


def lines_by_file(table):
    """The lines of the questions in each file; `-` stands for none."""
    lines = {}
    for row in table.read_text().splitlines():
        path, line, *_ = row.split("\t")
        lines.setdefault(path, set()).update([int(line)] if line.isdigit() else [])
    return lines


def label(folder, kind):
    """Yields group, weight, label and features of each sample whose file is marked."""
    tables = {
        "corpora": (lines_by_file(HERE / "../../tests/golden/marks.tsv"), 1),
        "weak": (lines_by_file(folder / "weak.tsv"), WEAK),
    }
    marks = {}
    rows = csv.reader((folder / f"{kind}.tsv").open(newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
    names = next(rows)[3:]
    yield ["group", "weight", "asked", *names]
    for source, line, text, *features in rows:
        _, group, path = source.split("/", 2)
        if group in tables:
            lines, weight = tables[group]
            if path in lines:
                yield [path.split("/")[0], weight, int(int(line) in lines[path]), *features]
            continue
        if source not in marks:
            file = folder / "marks" / group / (path.replace("/", "__") + ".txt")
            marks[source] = {key(mark) for mark in file.read_text().splitlines()} if file.exists() else None
        if marks[source] is not None and (found := key(text)):
            yield [group, 1, int(any(same(found, mark) for mark in marks[source])), *features]


def main():
    folder = Path(sys.argv[1])
    for kind in ("headings", "items"):
        with gzip.GzipFile(HERE / f"{kind}.csv.gz", "wb", mtime=0) as packed:
            for row in label(folder, kind):
                packed.write((",".join(map(str, row)) + "\n").encode())


if __name__ == "__main__":
    main()
