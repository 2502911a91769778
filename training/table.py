"""The embedding table: one row a token, a text is the normalised mean of its rows; Adam that touches used rows only."""
import numpy as np
import torch
import torch.nn.functional as F


class Bags:
    """Token ids of many texts in one flat array, cut by offsets."""

    def __init__(self, ids: np.ndarray, starts: np.ndarray):
        self.ids, self.starts = ids, starts

    @classmethod
    def of(cls, tokenizer, texts: list[str], longest: int) -> "Bags":
        """Tokenize; unknown pieces are left out as in the search engine, a text keeps ``longest`` tokens."""
        unknown = tokenizer.token_to_id("[UNK]")
        parts, starts = [], [0]
        for begin in range(0, len(texts), 4096):
            for encoding in tokenizer.encode_batch_fast(texts[begin:begin + 4096], add_special_tokens=False):
                ids = np.asarray(encoding.ids, dtype=np.int32)
                ids = ids[ids != unknown][:longest]
                parts.append(ids)
                starts.append(starts[-1] + len(ids))
        return cls(np.concatenate(parts), np.asarray(starts, dtype=np.int64))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def take(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The ids of some texts in a row, and how many belong to each."""
        counts = self.starts[rows + 1] - self.starts[rows]
        ends = np.cumsum(counts)
        index = np.arange(ends[-1] if len(ends) else 0) + np.repeat(self.starts[rows] - ends + counts, counts)
        return self.ids[index], counts


def thin(ids: np.ndarray, counts: np.ndarray, share: float, dice: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Drop ``share`` of the tokens at random, but never all of a text."""
    keep = dice.random(len(ids), dtype=np.float32) >= share
    full = counts > 0
    starts = np.cumsum(counts) - counts
    keep[starts[full] + (dice.random(full.sum()) * counts[full]).astype(np.int64)] = True
    kept = np.concatenate([[0], np.cumsum(keep)])
    return ids[keep], kept[starts + counts] - kept[starts]


def pool(rows: torch.Tensor, ids: torch.Tensor, counts: torch.Tensor) -> torch.Tensor:
    """Normalised means of the rows that belong to each text."""
    offsets = torch.cumsum(counts, 0) - counts
    return F.normalize(F.embedding_bag(ids, rows, offsets, mode="mean"), dim=1)


# The standard deviation of a component at the start.
SPREAD = 0.1


class Table:
    """Rows and their Adam moments. A step reads and writes only the rows its batch uses."""

    def __init__(self, tokens: int, dimensions: int, seed: int):
        self.rows = torch.randn(tokens, dimensions, generator=torch.Generator().manual_seed(seed)) * SPREAD
        self.mean = torch.zeros_like(self.rows)
        self.square = torch.zeros_like(self.rows)
        self.place = torch.zeros(tokens, dtype=torch.int64)
        self.steps = 0
        self.held = torch.zeros(tokens, dtype=torch.bool)

    def start_from(self, ids: np.ndarray, rows: np.ndarray) -> None:
        """Gives some rows their first values; they are held until ``release``."""
        self.rows[ids] = torch.from_numpy(rows)
        self.held[ids] = True

    def release(self) -> None:
        """Lets every row learn."""
        self.held[:] = False

    def step(self, ids: torch.Tensor, loss_of, rate: float) -> float:
        """One Adam step on ``loss_of(used rows, ids among them)``."""
        used = torch.unique(ids)
        self.place[used] = torch.arange(len(used))
        rows = self.rows[used].requires_grad_()
        loss = loss_of(rows, self.place[ids])
        (slope,) = torch.autograd.grad(loss, rows)
        self.steps += 1
        mean = self.mean[used].lerp_(slope, 0.1)
        square = self.square[used].mul_(0.999).addcmul_(slope, slope, value=0.001)
        self.mean[used], self.square[used] = mean, square
        size = rate * (1 - 0.999 ** self.steps) ** 0.5 / (1 - 0.9 ** self.steps)
        moved = rows.detach().addcdiv(mean, square.sqrt().add_(1e-8), value=-size)
        self.rows[used] = torch.where(self.held[used, None], rows.detach(), moved)
        return float(loss)


def embed(rows: torch.Tensor, bags: Bags, batch: int = 4096) -> torch.Tensor:
    """Vectors of all texts, nothing dropped."""
    out = []
    for begin in range(0, len(bags), batch):
        ids, counts = bags.take(np.arange(begin, min(begin + batch, len(bags))))
        out.append(pool(rows, torch.from_numpy(ids.astype(np.int64)), torch.from_numpy(counts)))
    return torch.cat(out)
