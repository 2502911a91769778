"""Makes tests/onnx/tiny-model: a model with two-figure vectors whose results can be checked by hand.

The vector of a token is its row in a table; nothing else happens in the model. Run with the
packages `onnx` and `numpy`; the result is kept in the repository, so the tests need neither.
"""

import json
import pathlib

import numpy
from onnx import TensorProto, checker, helper, numpy_helper, save

VOCABULARY = ["[PAD]", "[UNK]", "cat", "dog", "query", "passage", ":"]
ROWS = [[9, 9], [0, 0], [1, 0], [0, 1], [3, 4], [4, 3], [0, 0]]

folder = pathlib.Path(__file__).parent / "tiny-model"
folder.mkdir(exist_ok=True)

tokens = ["batch", "tokens"]
table = numpy_helper.from_array(numpy.array(ROWS, dtype=numpy.float32), "table")
graph = helper.make_graph(
    nodes=[helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])],
    name="tiny",
    inputs=[
        helper.make_tensor_value_info("input_ids", TensorProto.INT64, tokens),
        helper.make_tensor_value_info("attention_mask", TensorProto.INT64, tokens),
    ],
    outputs=[helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, [*tokens, 2])],
    initializer=[table],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
checker.check_model(model)
save(model, folder / "model.onnx")

tokenizer = {
    "version": "1.0",
    "truncation": None,
    "padding": None,
    "added_tokens": [],
    "normalizer": {"type": "Lowercase"},
    "pre_tokenizer": {"type": "Whitespace"},
    "post_processor": None,
    "decoder": None,
    "model": {
        "type": "WordLevel",
        "vocab": {token: number for number, token in enumerate(VOCABULARY)},
        "unk_token": "[UNK]",
    },
}
(folder / "tokenizer.json").write_text(json.dumps(tokenizer, indent=2) + "\n")
(folder / "config.json").write_text(json.dumps({"model_type": "tiny", "max_position_embeddings": 4}) + "\n")
