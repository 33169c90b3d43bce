#!/usr/bin/env python3
"""Recomputes a trace of a dots.ocr checkpoint in double precision and prints how far each named tensor is off.

    tests/reference/dots_ocr_numpy.py DIR TRACE.safetensors [--tolerance 1e-3]

DIR is a model folder (config.json, model.safetensors or shards; BF16, F16, F32), TRACE what `lectern-cli trace --compute
f32` wrote for it. pixel_values, grid_thw and input_ids are taken from the trace, everything after them is computed from
the published equations with numpy alone. Meant for small checkpoints. Exit code 1 when a tensor is off by more than the
tolerance relative to its largest value, is missing, or the greedy tokens differ.
"""
import argparse
import json
import pathlib
import struct
import sys

import numpy as np


def read_safetensors(path):
    data = path.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    header, body, out = json.loads(data[8:8 + size]), data[8 + size:], {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        raw = body[entry["data_offsets"][0]:entry["data_offsets"][1]]
        if entry["dtype"] == "BF16":
            values = (np.frombuffer(raw, "<u2").astype(np.uint32) << 16).view(np.float32)
        else:
            values = np.frombuffer(raw, {"F32": "<f4", "F16": "<f2"}[entry["dtype"]])
        out[name] = values.astype(np.float64).reshape(entry["shape"])
    return out


def rms_norm(x, w, eps):
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + eps) * w


def layer_norm(x, w, b, eps):
    x = x - x.mean(-1, keepdims=True)
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + eps) * w + b


def silu(x):
    return x / (1 + np.exp(-x))


def erf(x):
    # Series for small arguments, continued fraction beyond: double precision everywhere.
    small = np.abs(x) < 2.5
    xs = np.where(small, x, 0.0)
    term, total = xs.copy(), xs.copy()
    for n in range(1, 80):
        term = term * (-xs * xs) / n
        total = total + term / (2 * n + 1)
    series = total * 2 / np.sqrt(np.pi)
    xl = np.where(small, 2.5, np.abs(x))
    fraction = xl.copy()
    for n in range(80, 0, -1):
        fraction = xl + (n / 2) / fraction
    tail = 1 - np.exp(-xl * xl) / (fraction * np.sqrt(np.pi))
    return np.where(small, series, np.sign(x) * tail)


def rotate(x, angles):
    """x [rows, heads, d], angles [rows, d/2]: pairs (m, m + d/2)."""
    c, s = np.cos(angles)[:, None, :], np.sin(angles)[:, None, :]
    a, b = np.split(x, 2, axis=-1)
    return np.concatenate([a * c - b * s, b * c + a * s], axis=-1)


def attend(q, k, v, mask):
    """q [rows, heads, d], k and v [rows, kv_heads, d], mask True where a key is seen."""
    group = q.shape[1] // k.shape[1]
    k, v = np.repeat(k, group, axis=1), np.repeat(v, group, axis=1)
    scores = np.einsum("qhd,khd->hqk", q, k) / np.sqrt(q.shape[2])
    scores = np.where(mask[None], scores, -np.inf)
    p = np.exp(scores - scores.max(-1, keepdims=True))
    p /= p.sum(-1, keepdims=True)
    return np.einsum("hqk,khd->qhd", p, v).reshape(q.shape[0], -1)


class Reference:
    def __init__(self, folder):
        self.config = json.loads((folder / "config.json").read_text())
        self.w = {}
        for path in sorted(folder.glob("*.safetensors")):
            self.w.update(read_safetensors(path))
        self.steps = {}

    def linear(self, x, name):
        y = x @ self.w[name + ".weight"].T
        return y + self.w[name + ".bias"] if name + ".bias" in self.w else y

    def vision(self, pixels, grids):
        v, w, steps = self.config["vision_config"], self.w, self.steps
        heads, width, eps, merge = v["num_attention_heads"], v["embed_dim"], v["rms_norm_eps"], v["spatial_merge_size"]
        d = width // heads
        kernel = w["vision_tower.patch_embed.patchifier.proj.weight"].reshape(width, -1)
        x = pixels @ kernel.T + w["vision_tower.patch_embed.patchifier.proj.bias"]
        x = rms_norm(x, w["vision_tower.patch_embed.patchifier.norm.weight"], eps)
        steps["vision.patch_embed"] = x
        positions, picture = [], []
        for n, (_, rows, columns) in enumerate(grids.astype(int)):
            for r in range(0, rows, merge):
                for c in range(0, columns, merge):
                    positions += [(r + i, c + j) for i in range(merge) for j in range(merge)]
            picture += [n] * (rows * columns)
        f = 10000.0 ** (-2 * np.arange(d // 4) / (d // 2))
        p = np.array(positions, dtype=np.float64)
        angles = np.concatenate([p[:, :1] * f, p[:, 1:] * f], axis=1)
        mask = np.equal.outer(picture, picture)
        for i in range(v["num_hidden_layers"]):
            name = f"vision_tower.blocks.{i}."
            qkv = self.linear(rms_norm(x, w[name + "norm1.weight"], eps), name + "attn.qkv").reshape(-1, 3, heads, d)
            a = attend(rotate(qkv[:, 0], angles), rotate(qkv[:, 1], angles), qkv[:, 2], mask)
            a = self.linear(a, name + "attn.proj")
            x = x + a
            h = rms_norm(x, w[name + "norm2.weight"], eps)
            m = self.linear(silu(self.linear(h, name + "mlp.fc1")) * self.linear(h, name + "mlp.fc3"), name + "mlp.fc2")
            x = x + m
            steps.update({f"vision.blocks.{i}.attn": a, f"vision.blocks.{i}.mlp": m, f"vision.blocks.{i}": x})
        if v.get("post_norm", True):
            x = rms_norm(x, w["vision_tower.post_trunk_norm.weight"], eps)
            steps["vision.post_norm"] = x
        y = layer_norm(x, w["vision_tower.merger.ln_q.weight"], w["vision_tower.merger.ln_q.bias"], 1e-6)
        z = self.linear(y.reshape(-1, width * merge * merge), "vision_tower.merger.mlp.0")
        steps["vision.merger"] = self.linear(0.5 * z * (1 + erf(z / np.sqrt(2))), "vision_tower.merger.mlp.2")
        return steps["vision.merger"]

    def text(self, ids, image_rows, record):
        c, w = self.config, self.w
        steps = self.steps if record else {}
        heads, kv_heads = c["num_attention_heads"], c.get("num_key_value_heads", c["num_attention_heads"])
        d, eps = c["hidden_size"] // heads, c["rms_norm_eps"]
        x = w["model.embed_tokens.weight"][ids]
        if image_rows is not None:
            x[ids == c["image_token_id"]] = image_rows
        steps["text.inputs_embeds"] = x
        theta = c.get("rope_theta") or c["rope_parameters"]["rope_theta"]
        angles = np.arange(len(ids))[:, None] * theta ** (-2 * np.arange(d // 2) / d)
        mask = np.tril(np.ones((len(ids), len(ids)), bool))
        for i in range(c["num_hidden_layers"]):
            name = f"model.layers.{i}."
            h = rms_norm(x, w[name + "input_layernorm.weight"], eps)
            q, k, v = (self.linear(h, f"{name}self_attn.{p}_proj").reshape(len(ids), -1, d) for p in "qkv")
            a = self.linear(attend(rotate(q, angles), rotate(k, angles), v, mask), name + "self_attn.o_proj")
            x = x + a
            h = rms_norm(x, w[name + "post_attention_layernorm.weight"], eps)
            m = self.linear(silu(self.linear(h, name + "mlp.gate_proj")) * self.linear(h, name + "mlp.up_proj"), name + "mlp.down_proj")
            x = x + m
            steps.update({f"text.layers.{i}.attn": a, f"text.layers.{i}.mlp": m, f"text.layers.{i}": x})
        x = rms_norm(x, w["model.norm.weight"], eps)
        steps["text.norm"] = x
        head = "model.embed_tokens.weight" if c.get("tie_word_embeddings") else "lm_head.weight"
        return x[-1] @ w[head].T


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", metavar="DIR", type=pathlib.Path)
    parser.add_argument("trace", metavar="TRACE", type=pathlib.Path)
    parser.add_argument("--tolerance", type=float, default=1e-3)
    arguments = parser.parse_args()
    trace = read_safetensors(arguments.trace)
    reference = Reference(arguments.folder)
    ids = trace["input_ids"].astype(int)
    rows = reference.vision(trace["pixel_values"], trace["grid_thw"]) if "pixel_values" in trace else None
    reference.steps["logits"] = reference.text(ids, rows, True)
    good = True
    for name, expected in reference.steps.items():
        found = trace.get(name)
        if found is None or found.shape != expected.shape:
            print(f"{name:28} missing or of another shape")
            good = False
            continue
        worst = np.abs(found - expected).max()
        relative = worst / np.abs(expected).max()
        good &= relative <= arguments.tolerance
        print(f"{name:28} {str(expected.shape):14} largest difference {worst:.1e}, relative {relative:.1e}")
    unknown = set(trace) - set(reference.steps) - {"input_ids", "position_ids", "grid_thw", "pixel_values", "generated_ids"}
    for name in sorted(unknown):
        print(f"{name:28} not a step of this family")
        good = False
    for i, token in enumerate(trace["generated_ids"].astype(int)):
        logits = reference.text(np.array(ids), rows, False)
        best = int(logits.argmax())
        if best != token:
            print(f"token {i}: found {token}, expected {best}, logits {logits[token]:.6f} and {logits[best]:.6f}")
            good = False
        ids = np.append(ids, token)
    print("all steps match" if good else "DIFFERENCES")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
