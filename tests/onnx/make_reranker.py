"""Makes tests/onnx/tiny-reranker: a cross-encoder whose scores can be checked by hand.

Its logit is the sum of the weights of the words that query and text have in common. Run with the
packages `onnx` and `numpy`; the result is kept in the repository, so the tests need neither.
"""

import json
import pathlib

import numpy
from onnx import TensorProto, checker, helper, numpy_helper, save

WEIGHTS = {"[PAD]": 0, "[UNK]": 0, "[CLS]": 0, "[SEP]": 0, "cat": 1, "dog": -3, "bird": 2}

folder = pathlib.Path(__file__).parent / "tiny-reranker"
folder.mkdir(exist_ok=True)


def constant(name, values):
    return numpy_helper.from_array(numpy.array(values, dtype=numpy.float32), name)


size = len(WEIGHTS)
tokens = ["batch", "tokens"]
last = numpy_helper.from_array(numpy.array([-1], dtype=numpy.int64), "last")
graph = helper.make_graph(
    nodes=[
        helper.make_node("Gather", ["identity", "input_ids"], ["words"]),
        helper.make_node("Cast", ["token_type_ids"], ["second"], to=TensorProto.FLOAT),
        helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("Sub", ["one", "second"], ["first"]),
        helper.make_node("Mul", ["first", "mask"], ["query_mask"]),
        helper.make_node("Mul", ["second", "mask"], ["text_mask"]),
        helper.make_node("Unsqueeze", ["query_mask", "last"], ["query_column"]),
        helper.make_node("Unsqueeze", ["text_mask", "last"], ["text_column"]),
        helper.make_node("Mul", ["words", "query_column"], ["query_words"]),
        helper.make_node("Mul", ["words", "text_column"], ["text_words"]),
        helper.make_node("ReduceMax", ["query_words"], ["in_query"], axes=[1], keepdims=0),
        helper.make_node("ReduceMax", ["text_words"], ["in_text"], axes=[1], keepdims=0),
        helper.make_node("Mul", ["in_query", "in_text"], ["in_both"]),
        helper.make_node("MatMul", ["in_both", "weights"], ["logits"]),
    ],
    name="tiny",
    inputs=[
        helper.make_tensor_value_info(name, TensorProto.INT64, tokens)
        for name in ["input_ids", "attention_mask", "token_type_ids"]
    ],
    outputs=[helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 1])],
    initializer=[
        constant("identity", numpy.eye(size)),
        constant("one", 1),
        constant("weights", [[weight] for weight in WEIGHTS.values()]),
        last,
    ],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
checker.check_model(model)
save(model, folder / "model.onnx")

numbers = {token: number for number, token in enumerate(WEIGHTS)}


def piece(name, number):
    return {"SpecialToken": {"id": name, "type_id": number}}


def sequence(name, number):
    return {"Sequence": {"id": name, "type_id": number}}


single = [piece("[CLS]", 0), sequence("A", 0), piece("[SEP]", 0)]
tokenizer = {
    "version": "1.0",
    "truncation": None,
    "padding": None,
    "added_tokens": [],
    "normalizer": {"type": "Lowercase"},
    "pre_tokenizer": {"type": "Whitespace"},
    "post_processor": {
        "type": "TemplateProcessing",
        "single": single,
        "pair": [*single, sequence("B", 1), piece("[SEP]", 1)],
        "special_tokens": {
            token: {"id": token, "ids": [numbers[token]], "tokens": [token]} for token in ["[CLS]", "[SEP]"]
        },
    },
    "decoder": None,
    "model": {"type": "WordLevel", "vocab": numbers, "unk_token": "[UNK]"},
}
(folder / "tokenizer.json").write_text(json.dumps(tokenizer, indent=2) + "\n")
(folder / "config.json").write_text(json.dumps({"model_type": "tiny", "max_position_embeddings": 128}) + "\n")
