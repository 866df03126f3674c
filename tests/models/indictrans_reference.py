"""IndicTrans2 forward pass in numpy, float64, written from the description of the architecture.

An encoder and a decoder of pre-norm transformer layers; token embeddings times the square root of the width, plus
sinusoidal positions counted from 2 (one after the padding id), then, in the distilled models, a layer norm.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

END, START, FIRST_POSITION = 2, 2, 2


class Reference:
    """One model, read from the publisher's files."""

    def __init__(self, folder: Path) -> None:
        from safetensors.numpy import load_file

        stored = load_file(folder / "model.safetensors")
        self._weights: dict[str, Array] = {name: one.astype(np.float64) for name, one in stored.items()}
        self._config: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))

    def greedy(self, source: list[int], *, most: int) -> list[int]:
        """The likeliest token each time until the end token or `most` tokens; one at least."""
        memory = self._encode(source)
        answer = [START]
        for _ in range(most):
            scores = self._decode(answer, memory)[-1]
            scores[3] = -np.inf  # the unknown token is never said
            if len(answer) == 1:
                scores[END] = -np.inf
            best = int(np.argmax(scores))
            if best == END:
                break
            answer.append(best)
        return answer[1:]

    def log_probability(self, source: list[int], answer: list[int]) -> float:
        """Of an answer with its end token."""
        rows = self._decode([START, *answer], self._encode(source))
        rows -= rows.max(axis=1, keepdims=True)
        rows -= np.log(np.exp(rows).sum(axis=1, keepdims=True))
        return float(sum(row[token] for row, token in zip(rows, [*answer, END], strict=True)))

    def _encode(self, source: list[int]) -> Array:
        states = self._embed("model.encoder", source)
        for layer in range(self._config["encoder_layers"]):
            place = f"model.encoder.layers.{layer}"
            normed = self._norm(f"{place}.self_attn_layer_norm", states)
            states = states + self._attend(f"{place}.self_attn", normed, normed, "encoder")
            states = states + self._feed_forward(place, states)
        return self._norm("model.encoder.layer_norm", states)

    def _decode(self, answer: list[int], memory: Array) -> Array:
        states = self._embed("model.decoder", answer)
        for layer in range(self._config["decoder_layers"]):
            place = f"model.decoder.layers.{layer}"
            normed = self._norm(f"{place}.self_attn_layer_norm", states)
            states = states + self._attend(f"{place}.self_attn", normed, normed, "decoder", causal=True)
            normed = self._norm(f"{place}.encoder_attn_layer_norm", states)
            states = states + self._attend(f"{place}.encoder_attn", normed, memory, "decoder")
            states = states + self._feed_forward(place, states)
        states = self._norm("model.decoder.layer_norm", states)
        tied = self._config["share_decoder_input_output_embed"]
        return states @ self._weights["model.decoder.embed_tokens.weight" if tied else "lm_head.weight"].T

    def _embed(self, side: str, tokens: list[int]) -> Array:
        table = self._weights[f"{side}.embed_tokens.weight"]
        states = table[tokens] * math.sqrt(table.shape[1]) + _positions(len(tokens), table.shape[1])
        return self._norm(f"{side}.layernorm_embedding", states) if self._config["layernorm_embedding"] else states

    def _feed_forward(self, place: str, states: Array) -> Array:
        inner = self._linear(f"{place}.fc1", self._norm(f"{place}.final_layer_norm", states))
        gelu = 0.5 * inner * (1.0 + np.vectorize(math.erf)(inner / math.sqrt(2.0)))
        return self._linear(f"{place}.fc2", gelu)

    def _attend(self, place: str, states: Array, memory: Array, side: str, *, causal: bool = False) -> Array:
        heads = self._config[f"{side}_attention_heads"]
        queries, keys, values = (
            self._linear(f"{place}.{name}", given).reshape(len(given), heads, -1).swapaxes(0, 1)
            for name, given in (("q_proj", states), ("k_proj", memory), ("v_proj", memory))
        )
        scores = queries @ keys.swapaxes(1, 2) / math.sqrt(queries.shape[-1])
        if causal:
            scores = np.where(np.tri(len(states), dtype=bool), scores, -np.inf)
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        return self._linear(f"{place}.out_proj", (shares @ values).swapaxes(0, 1).reshape(len(states), -1))

    def _linear(self, name: str, states: Array) -> Array:
        return states @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]

    def _norm(self, name: str, states: Array) -> Array:
        mean = states.mean(axis=-1, keepdims=True)
        spread = states.var(axis=-1, keepdims=True)
        normed: Array = (states - mean) / np.sqrt(spread + 1e-5)
        return normed * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]


def _positions(count: int, width: int) -> Array:
    half = width // 2
    rates = np.exp(np.arange(half) * -(math.log(10000) / (half - 1)))
    angles = np.arange(FIRST_POSITION, FIRST_POSITION + count)[:, None] * rates
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1)
