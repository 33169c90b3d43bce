#!/usr/bin/env python3
"""Writes a GGUF of a checkpoint's text decoder with random blocks, for llama.cpp: same geometry, weights of its own.

    bench/peers/random_gguf.py CHECKPOINT FILE.gguf --type q4_0|q8_0

Every matrix, the output head and the embeddings included, has the one type (Q4_0: 4.5 bits for each weight, Q8_0: 8.5).
GLM-OCR's decoder becomes llama.cpp's glm4 (norms before and after each half, gate and up in one matrix), the others qwen2.
Blocks hold random quants and a scale that keeps activations near 1. There is no vocabulary: token numbers go in and out.
Needs numpy and gguf.
"""
import argparse
import json
import pathlib

import gguf
import numpy as np

BLOCK = 32
POOL_BLOCKS = 1 << 18


def pool(kind, random, deviation):
    """Random blocks whose values have this standard deviation, as bytes [POOL_BLOCKS, block bytes]."""
    if kind == "q4_0":  # f16 scale, 32 numbers 0 … 15 that stand for −8 … 7
        quants = random.integers(0, 256, (POOL_BLOCKS, 16), dtype=np.uint8)
        spread = np.sqrt((16**2 - 1) / 12)
    else:  # f16 scale, 32 signed bytes
        quants = random.integers(-127, 128, (POOL_BLOCKS, 32), dtype=np.int8).view(np.uint8)
        spread = np.sqrt((255**2 - 1) / 12)
    scale = np.full((POOL_BLOCKS, 1), deviation / spread, dtype=np.float16).view(np.uint8)
    return np.concatenate([scale, quants], axis=1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=pathlib.Path)
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("--type", choices=["q4_0", "q8_0"], required=True)
    args = parser.parse_args()

    config = json.loads((args.checkpoint / "config.json").read_text())
    config = {**config, **config.get("text_config", {})}
    hidden, inner, layers = config["hidden_size"], config["intermediate_size"], config["num_hidden_layers"]
    heads, kv_heads = config["num_attention_heads"], config["num_key_value_heads"]
    head_dim = config.get("head_dim", hidden // heads)
    vocabulary, theta = config["vocab_size"], config.get("rope_theta") or config["rope_parameters"]["rope_theta"]

    glm = config["model_type"].startswith("glm")
    kind = {"q4_0": gguf.GGMLQuantizationType.Q4_0, "q8_0": gguf.GGMLQuantizationType.Q8_0}[args.type]
    writer = gguf.GGUFWriter(str(args.file), "glm4" if glm else "qwen2")
    writer.add_context_length(32768)
    writer.add_embedding_length(hidden)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(inner)
    writer.add_head_count(heads)
    writer.add_head_count_kv(kv_heads)
    writer.add_key_length(head_dim)
    writer.add_value_length(head_dim)
    writer.add_rope_dimension_count(head_dim)
    writer.add_rope_freq_base(theta)
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_vocab_size(vocabulary)
    writer.add_tokenizer_model("none")
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q4_0 if args.type == "q4_0" else gguf.LlamaFileType.MOSTLY_Q8_0)

    random = np.random.default_rng(1)
    pools = {}

    def matrix(name, out, inputs):
        if inputs not in pools:
            pools[inputs] = pool(args.type, random, 1 / np.sqrt(inputs))
        blocks = pools[inputs]
        count = out * inputs // BLOCK
        start = int(random.integers(POOL_BLOCKS))
        data = np.take(blocks, np.arange(start, start + count), axis=0, mode="wrap").reshape(out, -1)
        writer.add_tensor(name, data, raw_dtype=kind)

    def vector(name, size, mean):
        writer.add_tensor(name, (mean + 0.02 * random.standard_normal(size)).astype(np.float32))

    matrix("token_embd.weight", vocabulary, hidden)
    matrix("output.weight", vocabulary, hidden)
    vector("output_norm.weight", hidden, 1)
    for i in range(layers):
        p = f"blk.{i}."
        vector(p + "attn_norm.weight", hidden, 1)
        vector(p + "ffn_norm.weight", hidden, 1)
        for part, count in (("q", heads), ("k", kv_heads), ("v", kv_heads)):
            matrix(f"{p}attn_{part}.weight", count * head_dim, hidden)
            if not glm:
                vector(f"{p}attn_{part}.bias", count * head_dim, 0)
        matrix(p + "attn_output.weight", hidden, heads * head_dim)
        if glm:
            vector(p + "post_attention_norm.weight", hidden, 1)
            vector(p + "post_ffw_norm.weight", hidden, 1)
            matrix(p + "ffn_up.weight", 2 * inner, hidden)
        else:
            matrix(p + "ffn_gate.weight", inner, hidden)
            matrix(p + "ffn_up.weight", inner, hidden)
        matrix(p + "ffn_down.weight", hidden, inner)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    main()
