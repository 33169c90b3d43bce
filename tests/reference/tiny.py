#!/usr/bin/env python3
"""Writes a family's tiny checkpoint, its pictures and its token ids.

    tests/reference/tiny.py FAMILY DIR [--epsilon]

Every weight follows from its name (a hash seeds a generator), so nothing is stored and any language can make the same
files. DIR receives

    config.json, preprocessor_config.json, generation_config.json, model.safetensors (F32)
    image_0.png, image_1.png     synthetic pictures
    ids.txt                      prompt ids for --input-ids, placeholders included

and a comparison is then

    lectern-cli trace --model DIR --image DIR/image_0.png --image DIR/image_1.png --input-ids "$(cat DIR/ids.txt)"
                      --compute f32 --max-new-tokens 8 -o trace.safetensors

The pictures' sides are multiples of 28, but the 28 × 28 one would be enlarged by the published rule (784 pixels, at
least 3136): the checkpoint's preprocessor_config.json therefore says min_pixels 784, so that every picture is used as
it is. --epsilon writes the same weights with vision rms_norm_eps 0.05 and text rms_norm_eps 0.02.
Needs numpy; no network, no PyTorch.
"""
import argparse
import json
import pathlib
import struct
import sys
import zlib

import numpy as np

MASK = (1 << 64) - 1


def fnv1a(name):
    h = 0xCBF29CE484222325
    for byte in name.encode():
        h = ((h ^ byte) * 0x100000001B3) & MASK
    return h


def signed_units(name, count):
    """2u − 1 for elements 0 … count−1, u from splitmix64 with 24 bits."""
    with np.errstate(over="ignore"):
        golden = np.uint64(0x9E3779B97F4A7C15)
        z = np.uint64(fnv1a(name)) + np.arange(count, dtype=np.uint64) * golden + golden
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return 2.0 * ((z >> np.uint64(40)).astype(np.float64) / 2.0**24) - 1.0


def values(name, shape, embedding_scale):
    s = signed_units(name, int(np.prod(shape)))
    if ("norm" in name and name.endswith("weight")) or name.endswith("ln_q.weight"):
        v = 1 + 0.25 * s
    elif name.endswith("bias"):
        v = 0.1 * s
    elif "embed_tokens" in name:
        v = embedding_scale * s
    else:
        v = s * np.sqrt(3.0 / np.prod(shape[1:]))
    return v.astype(np.float32).reshape(shape)


def synthetic_image(k, height, width):
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    return ((7 * x + 13 * y + 29 * c + (x * y) % 31 + 11 * k) % 256).astype(np.uint8)


def write_png(path, pixels):
    height, width, _ = pixels.shape
    rows = b"".join(b"\0" + pixels[y].tobytes() for y in range(height))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def write_safetensors(path, tensors):
    header, offset = {}, 0
    for name, tensor in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, offset + tensor.nbytes]}
        offset += tensor.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text)
        for tensor in tensors.values():
            out.write(tensor.tobytes())


def dots_ocr(epsilon):
    hidden, inner, layers, heads, kv_heads, vocabulary = 64, 112, 2, 4, 2, 256
    width, v_inner, blocks, v_heads = 48, 80, 3, 3
    config = {
        "architectures": ["DotsOCRForCausalLM"], "model_type": "dots_ocr", "torch_dtype": "float32",
        "hidden_size": hidden, "intermediate_size": inner, "num_hidden_layers": layers, "num_attention_heads": heads,
        "num_key_value_heads": kv_heads, "attention_bias": True, "hidden_act": "silu",
        "rms_norm_eps": 0.02 if epsilon else 1e-6, "rope_theta": 1000000.0, "rope_scaling": None,
        "max_position_embeddings": 4096, "vocab_size": vocabulary, "tie_word_embeddings": False, "image_token_id": 200,
        "vision_config": {
            "model_type": "dots_vit", "embed_dim": width, "hidden_size": hidden, "intermediate_size": v_inner,
            "num_hidden_layers": blocks, "num_attention_heads": v_heads, "num_channels": 3, "patch_size": 14,
            "spatial_merge_size": 2, "temporal_patch_size": 1, "rms_norm_eps": 0.05 if epsilon else 1e-5,
            "use_bias": False, "post_norm": True, "is_causal": False,
        },
    }
    shapes = {"model.embed_tokens.weight": (vocabulary, hidden), "lm_head.weight": (vocabulary, hidden), "model.norm.weight": (hidden,)}
    kv = hidden // heads * kv_heads
    for i in range(layers):
        layer = f"model.layers.{i}."
        shapes[layer + "input_layernorm.weight"] = (hidden,)
        shapes[layer + "post_attention_layernorm.weight"] = (hidden,)
        for part, rows in (("q", hidden), ("k", kv), ("v", kv)):
            shapes[f"{layer}self_attn.{part}_proj.weight"] = (rows, hidden)
            shapes[f"{layer}self_attn.{part}_proj.bias"] = (rows,)
        shapes[layer + "self_attn.o_proj.weight"] = (hidden, hidden)
        shapes[layer + "mlp.gate_proj.weight"] = (inner, hidden)
        shapes[layer + "mlp.up_proj.weight"] = (inner, hidden)
        shapes[layer + "mlp.down_proj.weight"] = (hidden, inner)
    tower = "vision_tower."
    shapes[tower + "patch_embed.patchifier.proj.weight"] = (width, 3, 14, 14)
    shapes[tower + "patch_embed.patchifier.proj.bias"] = (width,)
    shapes[tower + "patch_embed.patchifier.norm.weight"] = (width,)
    for i in range(blocks):
        block = f"{tower}blocks.{i}."
        shapes[block + "norm1.weight"] = (width,)
        shapes[block + "norm2.weight"] = (width,)
        shapes[block + "attn.qkv.weight"] = (3 * width, width)
        shapes[block + "attn.proj.weight"] = (width, width)
        shapes[block + "mlp.fc1.weight"] = (v_inner, width)
        shapes[block + "mlp.fc3.weight"] = (v_inner, width)
        shapes[block + "mlp.fc2.weight"] = (width, v_inner)
    shapes[tower + "post_trunk_norm.weight"] = (width,)
    shapes[tower + "merger.ln_q.weight"] = (width,)
    shapes[tower + "merger.ln_q.bias"] = (width,)
    shapes[tower + "merger.mlp.0.weight"] = (4 * width, 4 * width)
    shapes[tower + "merger.mlp.0.bias"] = (4 * width,)
    shapes[tower + "merger.mlp.2.weight"] = (hidden, 4 * width)
    shapes[tower + "merger.mlp.2.bias"] = (hidden,)
    preprocessor = {
        "image_processor_type": "Qwen2VLImageProcessor", "min_pixels": 784, "max_pixels": 11289600, "patch_size": 14,
        "temporal_patch_size": 1, "merge_size": 2, "image_mean": [0.48145466, 0.4578275, 0.40821073],
        "image_std": [0.26862954, 0.26130258, 0.27577711],
    }
    return {
        "files": {"config.json": config, "preprocessor_config.json": preprocessor, "generation_config.json": {"do_sample": False}},
        "tensors": {name: values(name, shape, 1.0) for name, shape in shapes.items()},
        "images": [synthetic_image(0, 56, 84), synthetic_image(1, 28, 28)],
        "ids": [210, 201] + [200] * 6 + [202, 5, 9, 201, 200, 202, 33, 7, 120, 211, 212],
    }


FAMILIES = {"dots_ocr": dots_ocr}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("family", metavar="FAMILY")
    parser.add_argument("folder", metavar="DIR", type=pathlib.Path)
    parser.add_argument("--epsilon", action="store_true", help="the variant with large epsilons")
    arguments = parser.parse_args()
    if arguments.family not in FAMILIES:
        print("families: " + ", ".join(FAMILIES), file=sys.stderr)
        return 2
    made = FAMILIES[arguments.family](arguments.epsilon)
    folder = arguments.folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in made["files"].items():
        (folder / name).write_text(json.dumps(content, indent=2) + "\n")
    write_safetensors(folder / "model.safetensors", made["tensors"])
    for k, pixels in enumerate(made["images"]):
        write_png(folder / f"image_{k}.png", pixels)
    (folder / "ids.txt").write_text(",".join(str(i) for i in made["ids"]) + "\n")
    count = sum(t.size for t in made["tensors"].values())
    print(f"{folder}: {len(made['tensors'])} tensors, {count} parameters, {len(made['images'])} pictures, {len(made['ids'])} ids")
    return 0


if __name__ == "__main__":
    sys.exit(main())
