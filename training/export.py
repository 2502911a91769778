"""Write a model folder in the model2vec format: ``config.json``, ``tokenizer.json``, ``model.safetensors``.

Rows are stored as int8, each scaled to its own largest value; ``weights`` holds the scale of every row, which the
format multiplies back in. One scale for all rows measured the same, but a scale each stays safe whatever the
settings do to the lengths of the rows, for four bytes a row. Frequent tokens, which say little, are weighed down on
the way (smooth inverse frequency: Arora, Liang and Ma, "A simple but tough-to-beat baseline for sentence embeddings",
2017).
"""
import json
import os
import shutil
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file


def quantised(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """int8 rows and the scale of each."""
    scale = np.abs(rows).max(axis=1) / 127
    scale[scale == 0] = 1
    return np.rint(rows / scale[:, None]).astype(np.int8), scale.astype(np.float32)


# A token that makes up this share of all text counts half.
HALF_AT = 3e-3


def rarity(layout: dict) -> np.ndarray:
    """How much each token counts, from 0 to 1; the unigram tokenizer knows their probabilities."""
    share = np.exp(np.array([score for _, score in layout["model"]["vocab"]], dtype=np.float64))
    return (HALF_AT / (HALF_AT + share)).astype(np.float32)


def write(folder: Path, rows: np.ndarray, tokenizer) -> None:
    """Write beside ``folder`` and move into place, file by file, so that no reader sees half a file."""
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    # The unknown token is skipped by every reader; a zero row makes that hold where one does not.
    rows = rows.copy()
    rows[tokenizer.token_to_id("[UNK]")] = 0
    table, scale = quantised(rows)
    layout = json.loads(tokenizer.to_str())
    save_file({"embeddings": table, "weights": scale * rarity(layout)}, str(fresh / "model.safetensors"))
    (fresh / "tokenizer.json").write_text(
        json.dumps(layout, ensure_ascii=False, separators=(",", ":")), encoding="utf-8"
    )
    config = {
        "model_type": "model2vec",
        "architectures": ["StaticModel"],
        "hidden_dim": rows.shape[1],
        "seq_length": 1000000,
        "normalize": True,
        "embedding_dtype": "int8",
    }
    (fresh / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    folder.mkdir(exist_ok=True)
    for file in fresh.iterdir():
        file.chmod(0o644)
        os.replace(file, folder / file.name)
    fresh.rmdir()
