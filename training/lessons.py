"""What the teacher says about the pairs: the vectors of their English texts, to which both texts are drawn."""
import random
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from markdown import HAN
from pairs import Pair
from teacher import Teacher

# Characters of a text that the teacher reads.
LONGEST = 300
CACHE = Path(__file__).resolve().parent / "cache"


class Lesson(NamedTuple):
    """What is known of the pairs of a batch: which left texts the teacher has embedded, and their vectors."""

    known: torch.Tensor
    vectors: torch.Tensor


class Lessons:
    """The teacher's vectors of the left texts of all pairs, as far as it has embedded them."""

    def __init__(self, pairs: list[Pair], teacher: Teacher | None, most: int, dimensions: int):
        texts = english(pairs)[:most] if teacher else []
        place = {text: at for at, text in enumerate(texts)}
        self.places = np.array([place.get(pair.left, -1) for pair in pairs])
        self.vectors = torch.empty(0, dimensions)
        if teacher and texts:
            vectors = teacher.texts([text[:LONGEST] for text in texts], dimensions, CACHE)
            self.vectors = torch.from_numpy(vectors)

    def of(self, batch: np.ndarray) -> Lesson:
        """The lesson for the pairs of a batch, given by their numbers."""
        places = torch.from_numpy(self.places[batch])
        known = places >= 0
        return Lesson(known, self.vectors[places[known]])


def english(pairs: list[Pair]) -> list[str]:
    """The English texts worth a lesson: those of interview notes first, then translated sentences, in any order."""
    near = ("answer", "section", "twin", "paraphrase")
    notes = (text for pair in pairs if pair.kind in near for text in (pair.left, pair.right))
    notes = [text for text in notes if 8 <= len(text) <= 600 and not HAN.search(text)]
    sentences = [pair.left for pair in pairs if pair.kind == "translation" and 20 <= len(pair.left) <= 250]
    dice = random.Random(3)
    parts = [list(dict.fromkeys(sentences)), list(dict.fromkeys(notes))]
    for part in parts:
        dice.shuffle(part)
    return list(dict.fromkeys(parts[1] + parts[0]))
