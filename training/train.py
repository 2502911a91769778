"""Make the embedding model: read pairs, train the tokenizer, train the table, write the model folder.

    python3 train.py                      # everything with the settings that made the shipped model
    python3 train.py --runs 1,2,3 --out quick

The loss is contrastive: within a batch each left text must find its right text among all right texts, and back. Where
a teacher has embedded the left text, both texts must find its vector among those of the batch, and lie near it.
"""
import argparse
import random
import shutil
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

import tokenizer as tokens
from export import write
from lessons import Lesson, Lessons
from pairs import Pair, read_all
from table import SPREAD, Bags, Table, pool, thin
from teacher import Teacher

START = time.monotonic()


def say(text: str) -> None:
    """One line of progress with the seconds since the start."""
    print(f"{time.monotonic() - START:6.0f} s  {text}", flush=True)


class Run(NamedTuple):
    """What one run does otherwise than another."""

    epochs: int
    find: float
    near: float

    @classmethod
    def parse(cls, text: str) -> "Run":
        """``5,1,2`` as the command line gives it."""
        epochs, find, near = text.split(",")
        return cls(int(epochs), float(find), float(near))


# They start from the same rows and stay in the same basin, so that the mean of their rows is better than either
# (Wortsman et al., "Model soups", 2022).
RUNS = [Run(5, 1.0, 2.0), Run(8, 2.0, 3.0)]


def arguments() -> argparse.Namespace:
    """The command line."""
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    option = parser.add_argument
    option("--shared", type=Path, default=here.parent.parent / "shared", help="folder of the training data")
    option("--out", type=Path, default=here.parent / "models" / "static-zh-en", help="model folder to write")
    option("--tokenizer", type=Path, help="take this tokenizer.json instead of training one")
    option("--vocabulary", type=int, default=32000, help="pieces of the tokenizer (%(default)s)")
    option("--sample", type=float, default=0.25, help="share of the texts the tokenizer is trained on (%(default)s)")
    option("--dimensions", type=int, default=384, help="width of the table (%(default)s)")
    option("--batch", type=int, default=2048, help="pairs a step (%(default)s)")
    option("--rate", type=float, default=0.01, help="Adam's first learning rate, falling to nought (%(default)s)")
    option("--scale", type=float, default=14.0, help="softmax scale on the cosine (%(default)s)")
    option("--drop", type=float, default=0.4, help="share of tokens dropped at random (%(default)s)")
    option("--repeat-answers", type=int, default=3, help="times an answer or twin pair is drawn an epoch (%(default)s)")
    option("--repeat-sections", type=int, default=1, help="the same for pairs of one section (%(default)s)")
    option("--repeat-terms", type=int, default=1, help="the same for bilingual terms (%(default)s)")
    option("--repeat-paraphrases", type=int, default=1, help="the same for descriptions of concepts (%(default)s)")
    option("--no-teacher", action="store_true", help="start the English rows at random too, and learn from pairs alone")
    option("--told", type=int, default=221184, help="English texts that the teacher embeds (%(default)s)")
    option("--runs", type=Run.parse, nargs="+", default=RUNS, metavar="EPOCHS,FIND,NEAR",
           help="runs whose rows are averaged: passes over the pairs, weight of finding the teacher's vector in a "
           "batch, weight of lying near it (5,1,2 8,2,3)")
    option("--only", type=int, help="train only this run, from 1, and keep its rows for the others")
    option("--held", type=int, default=100, help="steps in which the teacher's rows stay as they are (%(default)s)")
    option("--neighbours", type=int, default=16, help="pairs of one source that go into a batch together (%(default)s)")
    option("--longest", type=int, default=256, help="tokens of a text that are used (%(default)s)")
    option("--threads", type=int, default=1, help="CPU threads (%(default)s)")
    option("--seed", type=int, default=1, help="seed of everything random (%(default)s)")
    return parser.parse_args()


def tokenizer_for(pairs: list[Pair], options: argparse.Namespace) -> Tokenizer:
    """The given tokenizer, or one trained on a share of the texts."""
    if options.tokenizer:
        return Tokenizer.from_file(str(options.tokenizer))
    dice = random.Random(options.seed)
    # Translations outnumber the rest; interview text is taken twice as often. A description stands in four pairs.
    share = {"translation": options.sample, "paraphrase": options.sample / 2}
    chosen = [p for p in pairs if dice.random() < share.get(p.kind, 2 * options.sample)]
    say(f"counting the words of {2 * len(chosen)} texts for the tokenizer")
    return tokens.build((text for pair in chosen for text in (pair.left, pair.right)), options.vocabulary)


def schedule(pairs: list[Pair], options: argparse.Namespace, dice: np.random.Generator) -> np.ndarray:
    """The pairs of one epoch, as batches of row numbers.

    Neighbours in one source are about the same thing and so are the harder to tell apart; pairs of one section
    or of one concept go singly, for their neighbours may be equally right.
    """
    repeats = {"translation": 1, "section": options.repeat_sections, "term": options.repeat_terms}
    repeats["paraphrase"] = options.repeat_paraphrases
    often = np.array([repeats.get(p.kind, options.repeat_answers) for p in pairs])
    single = np.array([p.kind in ("section", "term", "paraphrase") for p in pairs])
    blocks = [np.array([i]) for i in np.repeat(np.flatnonzero(single), often[single])]
    for count in np.unique(often[~single]):
        rows = np.flatnonzero(~single & (often == count))
        for _ in range(count):
            # A fresh first cut each time, so that not the same neighbours meet in every epoch.
            first = int(dice.integers(options.neighbours))
            blocks += np.split(rows, np.arange(first, len(rows), options.neighbours))
    order = np.concatenate([blocks[i] for i in dice.permutation(len(blocks))])
    return order[: len(order) // options.batch * options.batch].reshape(-1, options.batch)


def one_way(texts: torch.Tensor, right: torch.Tensor, scale: float) -> torch.Tensor:
    """How badly each text finds its own right vector among all of them."""
    return F.cross_entropy(texts @ right.T * scale, torch.arange(len(texts)))


def contrast(
    rows: torch.Tensor, ids: torch.Tensor, counts: torch.Tensor, lesson: Lesson, run: Run, scale: float
) -> torch.Tensor:
    """Symmetric in-batch contrastive loss, and the teacher's; the first half of the texts are the left ones."""
    left, right = pool(rows, ids, counts).chunk(2)
    loss = (one_way(left, right, scale) + one_way(right, left, scale)) / 2
    for own in (left[lesson.known], right[lesson.known]) if len(lesson.vectors) else ():
        loss = loss + run.find / 2 * one_way(own, lesson.vectors, scale)
        loss = loss + run.near / 2 * (1 - (own * lesson.vectors).sum(1).mean())
    return loss


class Material(NamedTuple):
    """What every run learns from."""

    pairs: list[Pair]
    left: Bags
    right: Bags
    lessons: Lessons
    teacher: Teacher | None

    @classmethod
    def of(cls, pairs: list[Pair], tokenizer: Tokenizer, options: argparse.Namespace) -> "Material":
        """Tokenizes all texts and lets the teacher embed some."""
        left = Bags.of(tokenizer, [p.left for p in pairs], options.longest)
        right = Bags.of(tokenizer, [p.right for p in pairs], options.longest)
        say(f"{len(left.ids) + len(right.ids)} tokens in {len(pairs)} pairs")
        teacher = None if options.no_teacher else Teacher(tokenizer, say)
        lessons = Lessons(pairs, teacher, options.told, options.dimensions)
        return cls(pairs, left, right, lessons, teacher)


def fit(material: Material, tokens: int, run: Run, options: argparse.Namespace) -> np.ndarray:
    """Train a table of so many tokens and return its rows."""
    dice = np.random.default_rng(options.seed)
    table = Table(tokens, options.dimensions, options.seed)
    if material.teacher:
        table.start_from(*material.teacher.rows(options.dimensions, SPREAD))
    epochs = [schedule(material.pairs, options, dice) for _ in range(run.epochs)]
    total, done, mean = sum(map(len, epochs)), 0, None
    for batch in (batch for epoch in epochs for batch in epoch):
        halves = [thin(*bags.take(batch), options.drop, dice) for bags in (material.left, material.right)]
        ids, counts = (torch.from_numpy(np.concatenate(part).astype(np.int64)) for part in zip(*halves))
        lesson = material.lessons.of(batch)
        loss = table.step(
            ids,
            lambda rows, used: contrast(rows, used, counts, lesson, run, options.scale),
            options.rate * (1 - done / total),
        )
        done += 1
        if done == options.held:
            table.release()
        mean = loss if mean is None else 0.98 * mean + 0.02 * loss
        if done % 100 == 0 or done == total:
            say(f"step {done}/{total}  loss {mean:.3f}")
    return table.rows.numpy()


def kept(path: Path, make) -> np.ndarray:
    """Rows that an earlier call has kept, or new ones."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        np.save(path, make())
    return np.load(path)


def main() -> None:
    """Run the pipeline."""
    options = arguments()
    torch.set_num_threads(options.threads)
    pairs, held_out = read_all(options.shared)
    say(f"{len(pairs)} pairs; held out {len(held_out.translations)} translations, {len(held_out.answers)} questions")
    tokenizer = tokenizer_for(pairs, options)
    material = Material.of(pairs, tokenizer, options)
    folder = options.out.with_name(options.out.name + ".runs")
    made = []
    for place, run in enumerate(options.runs, 1):
        if options.only in (None, place):
            say(f"run {place} of {len(options.runs)}: {run}")
            train = lambda: fit(material, tokenizer.get_vocab_size(), run, options)
            made.append(kept(folder / f"{run.epochs}-{run.find}-{run.near}.npy", train))
    if options.only:
        return
    write(options.out, np.mean(made, axis=0), tokenizer)
    shutil.rmtree(folder)
    say(f"wrote {options.out}")


if __name__ == "__main__":
    main()
