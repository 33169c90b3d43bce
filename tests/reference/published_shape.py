"""A small random checkpoint in the published format with the published tokenizer's shape, to prove golden.py and the opt-in
snapshot tests without the real weights.

    python tests/reference/published_shape.py FAMILY QWEN_TIKTOKEN DIR

QWEN_TIKTOKEN is the Qwen vocabulary as the PyPI package dashscope ships it (dashscope/resources/qwen.tiktoken): its 151,643
entries are those of dots.ocr and Qwen2.5-VL. tokenizer.json is made from it with the specifications' regex and added tokens.
"""
import base64
import importlib
import json
import pathlib
import sys

import numpy as np
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

import common

REGEX = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
QWEN = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>", "<|box_start|>", "<|box_end|>",
        "<|quad_start|>", "<|quad_end|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>"]
PLAIN = ["<tool_call>", "</tool_call>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|fim_pad|>", "<|repo_name|>", "<|file_sep|>"]
DOTS = ["<|imgpad|>", "<|img|>", "<|endofimg|>", "<|systemprompt|>", "<|endofsystemprompt|>", "<|user|>", "<|endofuser|>",
        "<|assistant|>", "<|endofassistant|>"]


def alphabet():
    """Byte → the character that stands for it."""
    kept = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    moved = [b for b in range(256) if b not in kept]
    return {b: chr(b) for b in kept} | {b: chr(0x100 + i) for i, b in enumerate(moved)}


def halves(token, ranks):
    """The pair a token is merged from: merging within it stops where only its own rank would be left."""
    parts, limit = [bytes([b]) for b in token], ranks[token]
    while len(parts) > 2:
        best = min((ranks.get(parts[i] + parts[i + 1], limit), i) for i in range(len(parts) - 1))
        assert best[0] < limit, token
        parts[best[1]:best[1] + 2] = [parts[best[1]] + parts[best[1] + 1]]
    return parts


def tokenizer(path, dots):
    ranks = {}
    for line in pathlib.Path(path).read_text().splitlines():
        token, rank = line.split()
        ranks[base64.b64decode(token)] = int(rank)
    spelled = alphabet()
    text = {token: "".join(spelled[b] for b in token) for token in ranks}
    merges = [tuple("".join(spelled[b] for b in part) for part in halves(token, ranks)) for token in sorted(ranks, key=ranks.get) if len(token) > 1]
    t = Tokenizer(models.BPE({text[token]: rank for token, rank in ranks.items()}, merges))
    t.normalizer = normalizers.NFC()
    t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(REGEX), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    t.decoder = decoders.ByteLevel()
    t.post_processor = processors.ByteLevel(trim_offsets=False)
    t.add_special_tokens([AddedToken(s, special=True, normalized=False) for s in QWEN])
    t.add_tokens([AddedToken(s, special=False, normalized=False) for s in PLAIN])
    if dots:
        t.add_special_tokens([AddedToken(s, special=True, normalized=False) for s in DOTS])
    return t


def main():
    family, vocabulary, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    module, rng = importlib.import_module(family), np.random.default_rng(9)
    text = {"hidden_size": 128, "num_attention_heads": 8, "num_key_value_heads": 2, "intermediate_size": 192, "num_hidden_layers": 3,
            "vocab_size": 151936, "max_position_embeddings": 32768}
    if family == "dots_ocr":
        vision = {"embed_dim": 96, "num_attention_heads": 3, "intermediate_size": 120, "num_hidden_layers": 4}
    else:
        vision = {"hidden_size": 96, "num_heads": 3, "intermediate_size": 120, "depth": 4, "fullatt_block_indexes": [1, 3], "window_size": 112}
    fixture = module.fixture("published", text, vision, [], rng, gains=module.GAINS)
    ids = {"image_token_id": 151665} if family == "dots_ocr" else {
        "image_token_id": 151655, "vision_start_token_id": 151652, "vision_end_token_id": 151653, "video_token_id": 151656}
    fixture.files["config.json"] |= ids
    fixture.files["generation_config.json"] = {"eos_token_id": [151643, 151673] if family == "dots_ocr" else [151645, 151643]}
    common.write_model(folder, fixture.recipe())
    tokenizer(vocabulary, family == "dots_ocr").save(str(folder / "tokenizer.json"))
    print(folder, json.dumps(ids))


if __name__ == "__main__":
    main()
