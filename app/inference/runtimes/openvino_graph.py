"""Qwen2 as an OpenVINO model: the stateful graph that `openvino_genai.LLMPipeline` runs, weights in int4 or float32.

The graph has the inputs, states and operations of an optimum-intel export, so that OpenVINO's fusions (attention with
the cache inside, rotary positions, compressed weights, paged attention for prompt lookup) find their patterns. int4 is
asymmetric, rounded to nearest, in groups along the input of each matrix; the embedding and the output matrix are int8
by row, as in the published int4 models. Neither optimum nor nncf is needed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from app.inference.telemetry import silence_openvino

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

MODEL_FILE = "openvino_model.xml"
_Node = Any
_Ops = Any
_GROUP = 128
_LONGEST_NEGATIVE = -65504.0  # the lowest float16: what hides a position


@dataclass(frozen=True, slots=True)
class Qwen2Shape:
    """The numbers of a Qwen2 `config.json` that the graph depends on."""

    hidden: int
    ffn: int
    layers: int
    heads: int
    kv_heads: int
    vocabulary: int
    tied: bool
    rope_theta: float = 1e6
    epsilon: float = 1e-6

    @property
    def head_size(self) -> int:
        """Width of one attention head."""
        return self.hidden // self.heads

    @staticmethod
    def read(folder: Path) -> Qwen2Shape:
        """The shape of a model folder in the publisher's layout.

        Raises:
            ValueError: it is no Qwen2, or one with positions this graph does not make.
        """
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        rope = config.get("rope_parameters") or config.get("rope_scaling") or {}
        if config.get("model_type") != "qwen2" or config.get("use_sliding_window"):
            raise ValueError(f"not a plain Qwen2: {config.get('model_type')}")
        if rope.get("rope_type", "default") != "default":
            raise ValueError(f"unknown positions: {rope['rope_type']}")
        return Qwen2Shape(
            hidden=config["hidden_size"],
            ffn=config["intermediate_size"],
            layers=config["num_hidden_layers"],
            heads=config["num_attention_heads"],
            kv_heads=config["num_key_value_heads"],
            vocabulary=config["vocab_size"],
            tied=config.get("tie_word_embeddings", False),
            rope_theta=float(rope.get("rope_theta") or config.get("rope_theta", 1e4)),
            epsilon=config.get("rms_norm_eps", 1e-6),
        )


class Weights(Protocol):
    """Gives the weights of a model one by one, so that they need not be in memory together."""

    def __call__(self, name: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
        """The array of this name in the publisher's file, as float32 of this shape."""
        ...


def save_qwen2(
    shape: Qwen2Shape, weights: Weights, folder: Path, *, compute_type: str = "int4", group: int = _GROUP
) -> Path:
    """Write `openvino_model.xml` and `.bin` into `folder`.

    Args:
        shape: Of the model.
        weights: Its arrays by name.
        folder: Where to; made where it is missing.
        compute_type: "int4" or "float32".
        group: Weights of a row that share one int4 scale; divides the hidden and the feed-forward width.

    Returns:
        The path of the xml file.

    Raises:
        ValueError: an unknown `compute_type`, or a group that does not divide.
    """
    silence_openvino()
    import openvino

    if compute_type not in {"int4", "float32"}:
        raise ValueError(f"unknown compute type: {compute_type}")
    if compute_type == "int4" and (shape.hidden % group or shape.ffn % group):
        raise ValueError(f"groups of {group} do not divide {shape.hidden} and {shape.ffn}")
    model = _Graph(shape, weights, group if compute_type == "int4" else 0).build()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / MODEL_FILE
    openvino.save_model(model, str(path), compress_to_fp16=False)
    return path


def convert(source: Path, target: Path, *, compute_type: str = "int4", group: int = _GROUP) -> Path:
    """Write the OpenVINO form of a Qwen2 folder in the publisher's layout (safetensors) into `target`."""
    from safetensors import safe_open

    files = sorted(source.glob("model*.safetensors"))
    opened: list[Any] = [safe_open(str(file), framework="pt") for file in files]  # numpy knows no bfloat16
    where = {name: handle for handle in opened for name in handle.keys()}  # noqa: SIM118 - it is no dict

    def read(name: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
        array: NDArray[np.float32] = where[name].get_tensor(name).float().numpy()
        if array.shape != shape:
            raise ValueError(f"{name}: {array.shape} where {shape} belongs")
        return array

    return save_qwen2(Qwen2Shape.read(source), read, target, compute_type=compute_type, group=group)


class _Graph:
    """Builds the graph, one layer after the other."""

    def __init__(self, shape: Qwen2Shape, weights: Weights, group: int) -> None:
        silence_openvino()
        from openvino import opset13

        self._ops: _Ops = opset13
        self._shape = shape
        self._weights = weights
        self._group = group
        self._sinks: list[_Node] = []
        self._variables: list[_Node] = []

    def build(self) -> _Node:
        """The whole model: token ids in, logits of every position out, keys and values kept as states."""
        import openvino

        ops, shape = self._ops, self._shape
        ids = _named(ops.parameter([-1, -1], np.int64), "input_ids")
        mask = _named(ops.parameter([-1, -1], np.int64), "attention_mask")
        positions = _named(ops.parameter([-1, -1], np.int64), "position_ids")
        beams = _named(ops.parameter([-1], np.int32), "beam_idx")
        table = self._by_row("model.embed_tokens.weight", (shape.vocabulary, shape.hidden))
        hidden = ops.gather(table, ids, ops.constant(np.int64(0)))
        rotation = self._rotation(positions)
        batch = ops.gather(ops.shape_of(ids), ops.constant(np.array([0])), ops.constant(np.int64(0)))
        attention = None
        for layer in range(shape.layers):
            name = f"model.layers.{layer}"
            states = self._project(self._norm(hidden, f"{name}.input_layernorm"), f"{name}.self_attn", rotation)
            keys = self._with_past(states[1], f"past_key_values.{layer}.keypresent.{layer}.key", beams, batch)
            values = self._with_past(states[2], f"past_key_values.{layer}.valuepresent.{layer}.value", beams, batch)
            attention = attention or self._causal(mask, states[0], keys)
            hidden = ops.add(hidden, self._attend(states[0], keys, values, attention, f"{name}.self_attn"))
            hidden = ops.add(hidden, self._feed(self._norm(hidden, f"{name}.post_attention_layernorm"), f"{name}.mlp"))
        last = self._norm(hidden, "model.norm")
        head = table if shape.tied else self._by_row("lm_head.weight", (shape.vocabulary, shape.hidden))
        logits = _named(ops.matmul(last, head, False, True), "logits")
        result = ops.result(logits)
        return openvino.Model([result], self._sinks, [ids, mask, positions, beams], self._variables, "qwen2")

    def _rotation(self, positions: _Node) -> tuple[_Node, _Node]:
        """Cosine and sine of every position, shape (batch, 1, length, head size)."""
        ops, shape = self._ops, self._shape
        steps = np.arange(0, shape.head_size, 2, dtype=np.float32) / np.float32(shape.head_size)
        inverse = (1.0 / np.float32(shape.rope_theta) ** steps).astype(np.float32).reshape(1, -1, 1)
        row = ops.convert(ops.unsqueeze(positions, ops.constant(np.int64(1))), "f32")
        angles = ops.transpose(ops.matmul(ops.constant(inverse), row, False, False), ops.constant(np.array([0, 2, 1])))
        both = ops.concat([angles, angles], -1)
        one = ops.constant(np.int64(1))
        return ops.unsqueeze(ops.cos(both), one), ops.unsqueeze(ops.sin(both), one)

    def _rotated(self, heads: _Node, rotation: tuple[_Node, _Node]) -> _Node:
        ops, half = self._ops, self._shape.head_size // 2
        step, axis = ops.constant(np.array([1])), ops.constant(np.array([3]))
        low = ops.slice(heads, ops.constant(np.array([0])), ops.constant(np.array([half])), step, axis)
        end = ops.constant(np.array([np.iinfo(np.int64).max]))
        high = ops.slice(heads, ops.constant(np.array([half])), end, step, axis)
        turned = ops.concat([ops.multiply(high, ops.constant(np.float32(-1.0))), low], -1)
        return ops.add(ops.multiply(heads, rotation[0]), ops.multiply(turned, rotation[1]))

    def _project(self, hidden: _Node, name: str, rotation: tuple[_Node, _Node]) -> tuple[_Node, _Node, _Node]:
        """Queries, keys and values by head, shape (batch, heads, length, head size), positions turned in."""
        shape = self._shape
        kv_width = shape.kv_heads * shape.head_size
        query = self._by_head(self._linear(hidden, f"{name}.q_proj", shape.hidden, shape.hidden, True), shape.heads)
        key = self._by_head(self._linear(hidden, f"{name}.k_proj", kv_width, shape.hidden, True), shape.kv_heads)
        value = self._by_head(self._linear(hidden, f"{name}.v_proj", kv_width, shape.hidden, True), shape.kv_heads)
        return self._rotated(query, rotation), self._rotated(key, rotation), value

    def _by_head(self, flat: _Node, heads: int) -> _Node:
        ops = self._ops
        split = ops.reshape(flat, ops.constant(np.array([0, 0, heads, self._shape.head_size])), True)
        return ops.transpose(split, ops.constant(np.array([0, 2, 1, 3])))

    def _with_past(self, new: _Node, variable: str, beams: _Node, batch: _Node) -> _Node:
        """The states of all positions so far: those kept, in the order of the beams, and the new ones."""
        from openvino import PartialShape, Type
        from openvino.op.util import Variable, VariableInfo

        ops, shape = self._ops, self._shape
        info = VariableInfo()
        info.data_shape = PartialShape([-1, shape.kv_heads, -1, shape.head_size])
        info.data_type = Type.f32
        info.variable_id = variable
        kept = Variable(info)
        sizes = [batch, *(ops.constant(np.array([size])) for size in (shape.kv_heads, 0, shape.head_size))]
        empty = ops.broadcast(ops.constant(np.float32(0.0)), ops.concat(sizes, 0))
        past = ops.gather(ops.read_value(empty, kept), beams, ops.constant(np.int64(0)))
        whole = ops.concat([past, new], -2)
        self._variables.append(kept)
        self._sinks.append(ops.assign(whole, kept))
        return whole

    def _causal(self, mask: _Node, query: _Node, keys: _Node) -> _Node:
        """What each position may see: itself and those before, but no padding; added to the scores."""
        ops = self._ops
        axis, zero, one = ops.constant(np.int64(2)), ops.constant(np.int64(0)), ops.constant(np.int64(1))
        total = ops.gather(ops.shape_of(keys), axis, zero)
        new = ops.gather(ops.shape_of(query), axis, zero)
        columns = ops.unsqueeze(ops.range(zero, total, one, output_type="i64"), ops.constant(np.int64(0)))
        rows = ops.range(ops.subtract(total, new), total, one, output_type="i64")
        seen = ops.less_equal(columns, ops.unsqueeze(rows, ops.constant(np.int64(1))))
        padding = ops.unsqueeze(ops.convert(mask, "boolean"), ops.constant(np.array([1, 2])))
        allowed = ops.logical_and(ops.unsqueeze(seen, ops.constant(np.array([0, 1]))), padding)
        return ops.select(allowed, ops.constant(np.float32(0.0)), ops.constant(np.float32(_LONGEST_NEGATIVE)))

    def _attend(self, query: _Node, keys: _Node, values: _Node, mask: _Node, name: str) -> _Node:
        ops, shape = self._ops, self._shape
        mixed = ops.scaled_dot_product_attention(query, self._repeated(keys), self._repeated(values), mask)
        joined = ops.transpose(mixed, ops.constant(np.array([0, 2, 1, 3])))
        flat = ops.reshape(joined, ops.constant(np.array([0, 0, shape.hidden])), True)
        return self._linear(flat, f"{name}.o_proj", shape.hidden, shape.hidden)

    def _repeated(self, states: _Node) -> _Node:
        """Each key or value head as often as there are query heads for it."""
        ops, shape = self._ops, self._shape
        if shape.heads == shape.kv_heads:
            return states
        times = ops.constant(np.array([1, 1, shape.heads // shape.kv_heads, 1, 1]))
        wide = ops.broadcast(ops.unsqueeze(states, ops.constant(np.int64(2))), times, None, "BIDIRECTIONAL")
        return ops.reshape(wide, ops.constant(np.array([0, shape.heads, -1, shape.head_size])), True)

    def _feed(self, hidden: _Node, name: str) -> _Node:
        ops, shape = self._ops, self._shape
        gate = ops.swish(self._linear(hidden, f"{name}.gate_proj", shape.ffn, shape.hidden))
        up = self._linear(hidden, f"{name}.up_proj", shape.ffn, shape.hidden)
        return self._linear(ops.multiply(gate, up), f"{name}.down_proj", shape.hidden, shape.ffn)

    def _norm(self, hidden: _Node, name: str) -> _Node:
        ops = self._ops
        square = ops.power(hidden, ops.constant(np.float32(2.0)))
        mean = ops.reduce_mean(square, ops.constant(np.array([-1])), True)
        root = ops.sqrt(ops.add(mean, ops.constant(np.float32(self._shape.epsilon))))
        scale = self._weights(f"{name}.weight", (self._shape.hidden,)).reshape(1, 1, -1)
        unit = ops.multiply(hidden, ops.divide(ops.constant(np.float32(1.0)), root))
        return ops.multiply(ops.constant(scale), unit)

    def _linear(self, hidden: _Node, name: str, out: int, width: int, bias: bool = False) -> _Node:
        ops = self._ops
        matrix = self._weights(f"{name}.weight", (out, width))
        weight = _grouped(ops, matrix, self._group) if self._group else ops.constant(matrix)
        product = ops.matmul(hidden, weight, False, True)
        if not bias:
            return product
        return ops.add(product, ops.constant(self._weights(f"{name}.bias", (out,)).reshape(1, 1, -1)))

    def _by_row(self, name: str, size: tuple[int, int]) -> _Node:
        ops = self._ops
        matrix = self._weights(name, size)
        if not self._group:
            return ops.constant(matrix)
        codes, zeros, scales = _quantised(matrix, 255)
        return _restored(ops, ops.constant(codes), ops.constant(zeros), scales)


def _named(node: _Node, name: str) -> _Node:
    node.set_friendly_name(name)
    node.output(0).get_tensor().set_names({name})
    return node


def _quantised(
    rows: NDArray[np.float32], levels: int
) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.float16]]:
    """Codes 0..`levels`, the code of zero and the step of every row (the last axis), so that x = (code - zero) step."""
    low = np.minimum(rows.min(axis=-1, keepdims=True), 0.0)
    high = np.maximum(rows.max(axis=-1, keepdims=True), 0.0)
    step = np.maximum((high - low) / levels, np.finfo(np.float16).tiny).astype(np.float16)
    zero = np.clip(np.rint(-low / step.astype(np.float32)), 0, levels)
    codes = rows / step.astype(np.float32)
    codes += zero
    return np.clip(np.rint(codes, out=codes), 0, levels).astype(np.uint8), zero.astype(np.uint8), step


def _grouped(ops: _Ops, matrix: NDArray[np.float32], group: int) -> _Node:
    codes, zeros, scales = _quantised(matrix.reshape(matrix.shape[0], -1, group), 15)
    grouped = _restored(ops, _nibbles(codes), _nibbles(zeros), scales, last="")
    flat = ops.reshape(grouped, ops.constant(np.array(matrix.shape)), False)
    return ops.convert(flat, "f32")


def _nibbles(codes: NDArray[np.uint8]) -> _Node:
    """A constant of 4-bit numbers, the first of each pair in the low half of the byte."""
    from openvino import Shape, Tensor, Type
    from openvino.op import Constant

    flat = codes.reshape(-1)
    if flat.size % 2:
        flat = np.append(flat, np.uint8(0))
    own = Tensor(Type.u4, Shape(list(codes.shape)))  # its own memory: one made from an array only borrows the array's
    own.data.reshape(-1)[:] = flat[0::2] | (flat[1::2] << 4)
    return Constant(own)


def _restored(ops: _Ops, codes: _Node, zeros: _Node, scales: NDArray[np.float16], last: str = "f32") -> _Node:
    """The pattern that OpenVINO keeps compressed: (codes - zeros) scales."""
    centred = ops.subtract(ops.convert(codes, "f16"), ops.convert(zeros, "f16"))
    scaled = ops.multiply(centred, ops.constant(scales))
    return ops.convert(scaled, last) if last else scaled
