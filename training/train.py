"""Make the embedding model: read pairs, train the tokenizer, train the table, write the model folder.

    python3 train.py                      # everything with the settings that made the shipped model
    python3 train.py --epochs 1 --out quick

The loss is contrastive: within a batch each left text must find its right text among all right texts, and back.
"""
import argparse
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

import tokenizer as tokens
from export import write
from pairs import Pair, read_all
from table import SPREAD, Bags, Table, pool, thin
from teacher import known_rows

START = time.monotonic()


def say(text: str) -> None:
    """One line of progress with the seconds since the start."""
    print(f"{time.monotonic() - START:6.0f} s  {text}", flush=True)


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
    option("--epochs", type=int, default=5, help="passes over the pairs (%(default)s)")
    option("--batch", type=int, default=2048, help="pairs a step (%(default)s)")
    option("--rate", type=float, default=0.01, help="Adam's first learning rate, falling to nought (%(default)s)")
    option("--scale", type=float, default=14.0, help="softmax scale on the cosine (%(default)s)")
    option("--drop", type=float, default=0.4, help="share of tokens dropped at random (%(default)s)")
    option("--repeat-answers", type=int, default=3, help="times an answer or twin pair is drawn an epoch (%(default)s)")
    option("--repeat-sections", type=int, default=1, help="the same for pairs of one section (%(default)s)")
    option("--repeat-terms", type=int, default=1, help="the same for bilingual terms (%(default)s)")
    option("--no-teacher", action="store_true", help="start the English rows at random too")
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
    # Translations outnumber the rest; interview text is taken twice as often.
    share = {"translation": options.sample}
    chosen = [p for p in pairs if dice.random() < share.get(p.kind, 2 * options.sample)]
    say(f"counting the words of {2 * len(chosen)} texts for the tokenizer")
    return tokens.build((text for pair in chosen for text in (pair.left, pair.right)), options.vocabulary)


def schedule(pairs: list[Pair], options: argparse.Namespace, dice: np.random.Generator) -> np.ndarray:
    """The pairs of one epoch, as batches of row numbers.

    Neighbours in one source are about the same thing and so are the harder to tell apart; pairs of one section
    go singly, for their neighbours may be equally right.
    """
    repeats = {"translation": 1, "section": options.repeat_sections, "term": options.repeat_terms}
    often = np.array([repeats.get(p.kind, options.repeat_answers) for p in pairs])
    single = np.array([p.kind in ("section", "term") for p in pairs])
    blocks = [np.array([i]) for i in np.repeat(np.flatnonzero(single), often[single])]
    for count in np.unique(often[~single]):
        rows = np.flatnonzero(~single & (often == count))
        for _ in range(count):
            # A fresh first cut each time, so that not the same neighbours meet in every epoch.
            first = int(dice.integers(options.neighbours))
            blocks += np.split(rows, np.arange(first, len(rows), options.neighbours))
    order = np.concatenate([blocks[i] for i in dice.permutation(len(blocks))])
    return order[: len(order) // options.batch * options.batch].reshape(-1, options.batch)


def contrast(rows: torch.Tensor, ids: torch.Tensor, counts: torch.Tensor, scale: float) -> torch.Tensor:
    """Symmetric in-batch contrastive loss; the first half of the texts are the left ones."""
    left, right = pool(rows, ids, counts).chunk(2)
    scores = left @ right.T * scale
    own = torch.arange(len(left))
    return (F.cross_entropy(scores, own) + F.cross_entropy(scores.T, own)) / 2


def fit(pairs: list[Pair], tokenizer: Tokenizer, options: argparse.Namespace) -> np.ndarray:
    """Train the table and return its rows."""
    left = Bags.of(tokenizer, [p.left for p in pairs], options.longest)
    right = Bags.of(tokenizer, [p.right for p in pairs], options.longest)
    say(f"{len(left.ids) + len(right.ids)} tokens in {len(pairs)} pairs")
    dice = np.random.default_rng(options.seed)
    table = Table(tokenizer.get_vocab_size(), options.dimensions, options.seed)
    if not options.no_teacher:
        table.start_from(*known_rows(tokenizer, options.dimensions, SPREAD))
        say(f"{int(table.held.sum())} English rows start from the teacher's")
    epochs = [schedule(pairs, options, dice) for _ in range(options.epochs)]
    total, done, mean = sum(map(len, epochs)), 0, None
    for batch in (batch for epoch in epochs for batch in epoch):
        halves = [thin(*bags.take(batch), options.drop, dice) for bags in (left, right)]
        ids, counts = (torch.from_numpy(np.concatenate(part).astype(np.int64)) for part in zip(*halves))
        loss = table.step(
            ids, lambda rows, used: contrast(rows, used, counts, options.scale), options.rate * (1 - done / total)
        )
        done += 1
        if done == options.held:
            table.release()
        mean = loss if mean is None else 0.98 * mean + 0.02 * loss
        if done % 100 == 0 or done == total:
            say(f"step {done}/{total}  loss {mean:.3f}")
    return table.rows.numpy()


def main() -> None:
    """Run the pipeline."""
    options = arguments()
    torch.set_num_threads(options.threads)
    pairs, held_out = read_all(options.shared)
    say(f"{len(pairs)} pairs; held out {len(held_out.translations)} translations, {len(held_out.answers)} questions")
    tokenizer = tokenizer_for(pairs, options)
    write(options.out, fit(pairs, tokenizer, options), tokenizer)
    say(f"wrote {options.out}")


if __name__ == "__main__":
    main()
