"""Grows the forests that judge headings and list items from headings.csv.gz and items.csv.gz.

    python3 grow.py [--check]

Prints precision and recall with each group of files left out in turn, at several thresholds; without
--check also writes ../../models/reading/{headings,items}.forest.
"""

import gzip
import sys
from pathlib import Path

import numpy as np
from sklearn.ensemble import RandomForestClassifier

HERE = Path(__file__).parent
MODELS = HERE / "../../models/reading"
TREES, DEPTH, LEAF = 40, 6, 5


def load(kind):
    """Names, groups, weights, labels and features of the samples of a kind."""
    with gzip.open(HERE / f"{kind}.csv.gz", "rt") as lines:
        names = next(lines).strip().split(",")[3:]
        rows = [line.strip().split(",") for line in lines]
    groups = np.array([row[0] for row in rows])
    weights = np.array([float(row[1]) for row in rows])
    asked = np.array([row[2] == "1" for row in rows])
    return names, groups, weights, asked, np.array([row[3:] for row in rows], dtype=np.float32)


def grow(features, asked, weights):
    forest = RandomForestClassifier(n_estimators=TREES, max_depth=DEPTH, min_samples_leaf=LEAF, random_state=7)
    return forest.fit(features, asked, sample_weight=weights)


def left_out(groups, weights, asked, features):
    """The score of each sample, by a forest that has not seen its group."""
    scores = np.zeros(len(asked))
    for group in sorted(set(groups)):
        held = groups == group
        scores[held] = grow(features[~held], asked[~held], weights[~held]).predict_proba(features[held])[:, 1]
    return scores


def table(names, grown):
    """The forest as src/corpus/forest.rs reads it."""
    out = ["# grown by training/reading/grow.py", " ".join(names)]
    for tree in (estimator.tree_ for estimator in grown.estimators_):
        out.append("tree")
        for at in range(tree.node_count):
            if tree.children_left[at] < 0:
                out.append(f"{tree.value[at][0][1] / tree.value[at][0].sum():.3f}")
            else:
                below, above = tree.children_left[at], tree.children_right[at]
                out.append(f"{tree.feature[at]} {tree.threshold[at]:.5g} {below} {above}")
    return "\n".join(out) + "\n"


def main():
    for kind in ("headings", "items"):
        names, groups, weights, asked, features = load(kind)
        scores = left_out(groups, weights, asked, features)
        marked = weights == 1
        print(f"{kind}: {marked.sum()} marked samples of {len(set(groups))} groups, {asked[marked].sum()} asked")
        for sure in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
            said = (scores > sure) & marked
            right = (said & asked).sum()
            recall = right / (asked & marked).sum()
            print(f"  {sure}  precision {right / max(1, said.sum()):.3f}  recall {recall:.3f}")
        if "--check" not in sys.argv:
            (MODELS / f"{kind}.forest").write_text(table(names, grow(features, asked, weights)))


if __name__ == "__main__":
    main()
