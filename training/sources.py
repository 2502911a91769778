"""Print every source of the training data with its licence and its number of pairs, as the model card lists them."""
import argparse
from collections import Counter
from pathlib import Path

from pairs import lines


def table(folder: Path) -> Counter:
    """(repository, licence) → pairs, both training files taken together."""
    found: Counter = Counter()
    for name in ("parallel.jsonl.gz", "qa.jsonl.gz"):
        for line in lines(folder / name):
            # A question names its file after a colon; the repository is what is credited.
            found[line["src"].partition(":")[0], line["licence"]] += 1
    return found


def main() -> None:
    """Print a Markdown table, the largest source first."""
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=here.parent.parent / "shared", help="folder of the data")
    print("| source | licence | pairs |\n| --- | --- | ---: |")
    for (source, licence), pairs in table(parser.parse_args().shared / "training").most_common():
        print(f"| {source} | {licence} | {pairs:,} |")


if __name__ == "__main__":
    main()
