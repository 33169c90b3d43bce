#!/usr/bin/env python3
"""Writes a checkpoint of full size with random weights, in a family's published format.

    bench/random_checkpoint.py FAMILY DIR [--vision-layers N] [--text-layers N] [--shard-gb G] [--seed S]

FAMILY  dots_ocr (3.0 B parameters, 6.1 GB), qwen2_5_vl (3B: 7.5 GB), glm_ocr (2.7 GB), deepseek_ocr (6.7 GB),
        deepseek_ocr_2 (6.8 GB)

DIR receives config.json, generation_config.json, preprocessor_config.json (processor_config.json for DeepSeek),
tokenizer.json (bytes, the family's special tokens at their published numbers, no merges) and BF16 safetensors shards with
their index. Speed and memory depend on sizes alone, so the values repeat: matrices are windows of one drawn normal sequence,
scaled by 1/sqrt(inputs), norms are 1, biases small; nothing overflows and no two layers are alike. Fewer layers
(--vision-layers, --text-layers; config.json says so too) give a small model of the same width.
Needs numpy; half a minute for the largest. Check one with: lectern-cli models verify DIR
"""
import argparse
import json
import math
import pathlib
import struct

import numpy as np

POOL = 1 << 22  # drawn values; tensors begin anywhere in it


def bf16(x):
    bits = x.astype(np.float32).view(np.uint32)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)


class Weights:
    """Values of any tensor, piece by piece."""

    def __init__(self, seed):
        self.random = np.random.default_rng(seed)
        self.pool = np.clip(self.random.standard_normal(POOL, dtype=np.float32), -3, 3)
        self.scaled = {}  # standard deviation → the pool in BF16

    def write(self, out, name, shape):
        count = math.prod(shape)
        last = name.rsplit(".", 1)[-1]
        if last == "weight" and len(shape) == 1:
            out.write(bf16(1 + 0.05 * self.pool[:count]).tobytes())
            return
        if last == "bias" or len(shape) == 1 or "pos_embed" in name or "rel_pos" in name or "position_embedding" in name:
            scale = 0.02
        else:
            scale = 1 / math.sqrt(math.prod(shape[1:]))
        if scale not in self.scaled:
            self.scaled[scale] = bf16(self.pool * scale)
        pool, at = self.scaled[scale], int(self.random.integers(POOL))
        while count > 0:
            piece = pool[at:at + count]
            out.write(piece.tobytes())
            count, at = count - len(piece), 0


# -- shapes, name by name as published


def linear(shapes, name, out, inputs, bias=False):
    shapes[name + ".weight"] = (out, inputs)
    if bias:
        shapes[name + ".bias"] = (out,)


def norm(shapes, name, width, bias=False):
    shapes[name + ".weight"] = (width,)
    if bias:
        shapes[name + ".bias"] = (width,)


def qwen2_decoder(shapes, prefix, layers, hidden, inner, heads, kv_heads, head_dim, bias=True):
    for i in range(layers):
        p = f"{prefix}layers.{i}."
        norm(shapes, p + "input_layernorm", hidden)
        norm(shapes, p + "post_attention_layernorm", hidden)
        for part, count in (("q", heads), ("k", kv_heads), ("v", kv_heads)):
            linear(shapes, f"{p}self_attn.{part}_proj", count * head_dim, hidden, bias)
        linear(shapes, p + "self_attn.o_proj", hidden, heads * head_dim)
        linear(shapes, p + "mlp.gate_proj", inner, hidden)
        linear(shapes, p + "mlp.up_proj", inner, hidden)
        linear(shapes, p + "mlp.down_proj", hidden, inner)
    norm(shapes, prefix + "norm", hidden)


CLIP_MEAN, CLIP_STD = [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]


def qwen_preprocessor(max_pixels, temporal):
    return {"min_pixels": 3136, "max_pixels": max_pixels, "patch_size": 14, "temporal_patch_size": temporal, "merge_size": 2,
            "image_mean": CLIP_MEAN, "image_std": CLIP_STD, "image_processor_type": "Qwen2VLImageProcessor"}


QWEN_SPECIAL = {151643: "<|endoftext|>", 151644: "<|im_start|>", 151645: "<|im_end|>", 151646: "<|object_ref_start|>",
                151647: "<|object_ref_end|>", 151648: "<|box_start|>", 151649: "<|box_end|>", 151650: "<|quad_start|>",
                151651: "<|quad_end|>", 151652: "<|vision_start|>", 151653: "<|vision_end|>", 151654: "<|vision_pad|>",
                151655: "<|image_pad|>", 151656: "<|video_pad|>"}


def dots_ocr(blocks, layers):
    hidden, vocabulary, width, v_inner = 1536, 151936, 1536, 4224
    blocks, layers = blocks or 42, layers or 28
    config = {
        "architectures": ["DotsOCRForCausalLM"], "model_type": "dots_ocr", "torch_dtype": "bfloat16", "hidden_size": hidden,
        "intermediate_size": 8960, "num_hidden_layers": layers, "num_attention_heads": 12, "num_key_value_heads": 2,
        "attention_bias": True, "hidden_act": "silu", "rms_norm_eps": 1e-6, "rope_theta": 1000000.0, "rope_scaling": None,
        "max_position_embeddings": 131072, "vocab_size": vocabulary, "tie_word_embeddings": False, "image_token_id": 151665,
        "video_token_id": 151656, "use_sliding_window": False,
        "vision_config": {"embed_dim": width, "hidden_size": hidden, "intermediate_size": v_inner, "num_hidden_layers": blocks,
                          "num_attention_heads": 12, "num_channels": 3, "patch_size": 14, "spatial_merge_size": 2,
                          "temporal_patch_size": 1, "rms_norm_eps": 1e-5, "use_bias": False, "post_norm": True,
                          "is_causal": False},
    }
    shapes = {"model.embed_tokens.weight": (vocabulary, hidden)}
    qwen2_decoder(shapes, "model.", layers, hidden, 8960, 12, 2, 128)
    linear(shapes, "lm_head", vocabulary, hidden)
    tower = "vision_tower."
    shapes[tower + "patch_embed.patchifier.proj.weight"] = (width, 3, 14, 14)
    shapes[tower + "patch_embed.patchifier.proj.bias"] = (width,)
    norm(shapes, tower + "patch_embed.patchifier.norm", width)
    for i in range(blocks):
        p = f"{tower}blocks.{i}."
        norm(shapes, p + "norm1", width)
        norm(shapes, p + "norm2", width)
        linear(shapes, p + "attn.qkv", 3 * width, width)
        linear(shapes, p + "attn.proj", width, width)
        linear(shapes, p + "mlp.fc1", v_inner, width)
        linear(shapes, p + "mlp.fc3", v_inner, width)
        linear(shapes, p + "mlp.fc2", width, v_inner)
    norm(shapes, tower + "post_trunk_norm", width)
    norm(shapes, tower + "merger.ln_q", width, bias=True)
    linear(shapes, tower + "merger.mlp.0", 4 * width, 4 * width, bias=True)
    linear(shapes, tower + "merger.mlp.2", hidden, 4 * width, bias=True)
    special = {**QWEN_SPECIAL, 151665: "<|imgpad|>", 151666: "<|img|>", 151667: "<|endofimg|>", 151668: "<|systemprompt|>",
               151669: "<|endofsystemprompt|>", 151670: "<|user|>", 151671: "<|endofuser|>", 151672: "<|assistant|>",
               151673: "<|endofassistant|>"}
    files = {"config.json": config, "generation_config.json": {"eos_token_id": [151643, 151673]},
             "preprocessor_config.json": qwen_preprocessor(11289600, 1)}
    return files, shapes, special, 151643


def qwen2_5_vl(blocks, layers):
    hidden, inner, vocabulary, width, v_inner = 2048, 11008, 151936, 1280, 3420
    blocks, layers = blocks or 32, layers or 36
    config = {
        "architectures": ["Qwen2_5_VLForConditionalGeneration"], "model_type": "qwen2_5_vl", "torch_dtype": "bfloat16",
        "hidden_size": hidden, "intermediate_size": inner, "num_hidden_layers": layers, "num_attention_heads": 16,
        "num_key_value_heads": 2, "hidden_act": "silu", "rms_norm_eps": 1e-6, "rope_theta": 1000000.0,
        "rope_scaling": {"type": "mrope", "mrope_section": [16, 24, 24]}, "max_position_embeddings": 128000,
        "max_window_layers": 70, "sliding_window": 32768, "use_sliding_window": False, "vocab_size": vocabulary,
        "tie_word_embeddings": True, "bos_token_id": 151643, "eos_token_id": 151645, "vision_start_token_id": 151652,
        "vision_end_token_id": 151653, "vision_token_id": 151654, "image_token_id": 151655, "video_token_id": 151656,
        "vision_config": {"depth": blocks, "hidden_act": "silu", "hidden_size": width, "intermediate_size": v_inner,
                          "num_heads": 16, "in_chans": 3, "out_hidden_size": hidden, "patch_size": 14, "spatial_merge_size": 2,
                          "spatial_patch_size": 14, "temporal_patch_size": 2, "window_size": 112,
                          "fullatt_block_indexes": [i for i in (7, 15, 23, 31) if i < blocks] or [blocks - 1],
                          "tokens_per_second": 2},
    }
    shapes = {"model.embed_tokens.weight": (vocabulary, hidden)}
    qwen2_decoder(shapes, "model.", layers, hidden, inner, 16, 2, 128)
    shapes["visual.patch_embed.proj.weight"] = (width, 3, 2, 14, 14)
    for i in range(blocks):
        p = f"visual.blocks.{i}."
        norm(shapes, p + "norm1", width)
        norm(shapes, p + "norm2", width)
        linear(shapes, p + "attn.qkv", 3 * width, width, bias=True)
        linear(shapes, p + "attn.proj", width, width, bias=True)
        for part in ("gate_proj", "up_proj"):
            linear(shapes, p + "mlp." + part, v_inner, width, bias=True)
        linear(shapes, p + "mlp.down_proj", width, v_inner, bias=True)
    norm(shapes, "visual.merger.ln_q", width)
    linear(shapes, "visual.merger.mlp.0", 4 * width, 4 * width, bias=True)
    linear(shapes, "visual.merger.mlp.2", hidden, 4 * width, bias=True)
    files = {"config.json": config,
             "generation_config.json": {"do_sample": True, "temperature": 1e-6, "repetition_penalty": 1.05, "bos_token_id": 151643,
                                        "eos_token_id": [151645, 151643], "pad_token_id": 151643},
             "preprocessor_config.json": qwen_preprocessor(12845056, 2)}
    return files, shapes, QWEN_SPECIAL, 151643


def glm_block(shapes, p, hidden, inner):
    for name in ("input_layernorm", "post_self_attn_layernorm", "post_attention_layernorm", "post_mlp_layernorm"):
        norm(shapes, p + name, hidden)
    linear(shapes, p + "self_attn.q_proj", 2048, hidden)
    linear(shapes, p + "self_attn.k_proj", 1024, hidden)
    linear(shapes, p + "self_attn.v_proj", 1024, hidden)
    linear(shapes, p + "self_attn.o_proj", hidden, 2048)
    linear(shapes, p + "mlp.gate_up_proj", 2 * inner, hidden)
    linear(shapes, p + "mlp.down_proj", hidden, inner)


def glm_ocr(blocks, layers):
    hidden, inner, vocabulary, width, v_inner = 1536, 4608, 59392, 1024, 4096
    blocks, layers = blocks or 24, layers or 16
    config = {
        "architectures": ["GlmOcrForConditionalGeneration"], "model_type": "glm_ocr", "image_start_token_id": 59256,
        "image_end_token_id": 59257, "video_start_token_id": 59258, "video_end_token_id": 59259, "image_token_id": 59280,
        "video_token_id": 59281, "tie_word_embeddings": False,
        "text_config": {"model_type": "glm_ocr_text", "vocab_size": vocabulary, "hidden_size": hidden, "intermediate_size": inner,
                        "num_hidden_layers": layers, "num_nextn_predict_layers": 1, "num_attention_heads": 16,
                        "num_key_value_heads": 8, "head_dim": 128, "attention_bias": False, "hidden_act": "silu",
                        "rms_norm_eps": 1e-5, "max_position_embeddings": 131072,
                        "rope_parameters": {"rope_type": "default", "rope_theta": 10000, "partial_rotary_factor": 1.0,
                                            "mrope_section": [16, 24, 24]},
                        "eos_token_id": [59246, 59253], "pad_token_id": 59246, "tie_word_embeddings": False, "dtype": "bfloat16"},
        "vision_config": {"model_type": "glm_ocr_vision", "hidden_size": width, "depth": blocks, "num_heads": 16,
                          "intermediate_size": v_inner, "hidden_act": "silu", "attention_bias": True, "patch_size": 14,
                          "temporal_patch_size": 2, "spatial_merge_size": 2, "out_hidden_size": hidden, "rms_norm_eps": 1e-5,
                          "image_size": 336},
    }
    text, tower = "model.language_model.", "model.visual."
    shapes = {text + "embed_tokens.weight": (vocabulary, hidden)}
    for i in range(layers + 1):
        glm_block(shapes, f"{text}layers.{i}.", hidden, inner)
    p = f"{text}layers.{layers}."  # predicts the token after next
    for name in ("enorm", "hnorm", "shared_head.norm"):
        norm(shapes, p + name, hidden)
    linear(shapes, p + "eh_proj", hidden, 2 * hidden)
    linear(shapes, p + "shared_head.head", vocabulary, hidden)
    linear(shapes, p + "embed_tokens", vocabulary, hidden)
    norm(shapes, text + "norm", hidden)
    linear(shapes, "lm_head", vocabulary, hidden)
    shapes[tower + "patch_embed.proj.weight"] = (width, 3, 2, 14, 14)
    shapes[tower + "patch_embed.proj.bias"] = (width,)
    for i in range(blocks):
        p = f"{tower}blocks.{i}."
        norm(shapes, p + "norm1", width)
        norm(shapes, p + "norm2", width)
        norm(shapes, p + "attn.q_norm", 64)
        norm(shapes, p + "attn.k_norm", 64)
        linear(shapes, p + "attn.qkv", 3 * width, width, bias=True)
        linear(shapes, p + "attn.proj", width, width, bias=True)
        linear(shapes, p + "mlp.gate_proj", v_inner, width, bias=True)
        linear(shapes, p + "mlp.up_proj", v_inner, width, bias=True)
        linear(shapes, p + "mlp.down_proj", width, v_inner, bias=True)
    norm(shapes, tower + "post_layernorm", width)
    shapes[tower + "downsample.weight"] = (hidden, width, 2, 2)
    shapes[tower + "downsample.bias"] = (hidden,)
    linear(shapes, tower + "merger.proj", hidden, hidden)
    norm(shapes, tower + "merger.post_projection_norm", hidden, bias=True)
    linear(shapes, tower + "merger.gate_proj", inner, hidden)
    linear(shapes, tower + "merger.up_proj", inner, hidden)
    linear(shapes, tower + "merger.down_proj", hidden, inner)
    special = dict(enumerate(["<|endoftext|>", "[MASK]", "[gMASK]", "[sMASK]", "<sop>", "<eop>", "<|system|>", "<|user|>",
                              "<|assistant|>", "<|observation|>", "<|begin_of_image|>", "<|end_of_image|>"], 59246))
    special.update({59258: "<|begin_of_video|>", 59259: "<|end_of_video|>", 59280: "<|image|>", 59281: "<|video|>"})
    files = {"config.json": config,
             "generation_config.json": {"do_sample": False, "eos_token_id": [59246, 59253], "pad_token_id": 59246},
             "preprocessor_config.json": {"size": {"shortest_edge": 12544, "longest_edge": 9633792}, "do_rescale": True,
                                          "patch_size": 14, "temporal_patch_size": 2, "merge_size": 2, "image_mean": CLIP_MEAN,
                                          "image_std": CLIP_STD, "image_processor_type": "Glm46VImageProcessor",
                                          "processor_class": "Glm46VProcessor"}}
    return files, shapes, special, 59246


def sam(shapes, out):
    p = "model.sam_model."
    shapes[p + "patch_embed.proj.weight"] = (768, 3, 16, 16)
    shapes[p + "patch_embed.proj.bias"] = (768,)
    shapes[p + "pos_embed"] = (1, 64, 64, 768)
    for i in range(12):
        b = f"{p}blocks.{i}."
        norm(shapes, b + "norm1", 768, bias=True)
        norm(shapes, b + "norm2", 768, bias=True)
        linear(shapes, b + "attn.qkv", 2304, 768, bias=True)
        linear(shapes, b + "attn.proj", 768, 768, bias=True)
        for axis in "hw":
            shapes[f"{b}attn.rel_pos_{axis}"] = (127 if i in (2, 5, 8, 11) else 27, 64)
        linear(shapes, b + "mlp.lin1", 3072, 768, bias=True)
        linear(shapes, b + "mlp.lin2", 768, 3072, bias=True)
    shapes[p + "neck.0.weight"] = (256, 768, 1, 1)
    norm(shapes, p + "neck.1", 256, bias=True)
    shapes[p + "neck.2.weight"] = (256, 256, 3, 3)
    norm(shapes, p + "neck.3", 256, bias=True)
    shapes[p + "net_2.weight"] = (512, 256, 3, 3)
    shapes[p + "net_3.weight"] = (out, 512, 3, 3)


def clip(shapes):
    p = "model.vision_model."
    shapes[p + "embeddings.class_embedding"] = (1024,)
    shapes[p + "embeddings.patch_embedding.weight"] = (1024, 3, 14, 14)
    shapes[p + "embeddings.position_embedding.weight"] = (257, 1024)
    norm(shapes, p + "pre_layrnorm", 1024, bias=True)
    for i in range(24):
        b = f"{p}transformer.layers.{i}."
        norm(shapes, b + "layer_norm1", 1024, bias=True)
        norm(shapes, b + "layer_norm2", 1024, bias=True)
        linear(shapes, b + "self_attn.qkv_proj", 3072, 1024, bias=True)
        linear(shapes, b + "self_attn.out_proj", 1024, 1024, bias=True)
        linear(shapes, b + "mlp.fc1", 4096, 1024, bias=True)
        linear(shapes, b + "mlp.fc2", 1024, 4096, bias=True)


def deepseek(version, layers):
    hidden, vocabulary, layers = 1280, 129280, layers or 12
    language = {"architectures": ["DeepseekV2ForCausalLM"], "hidden_size": hidden, "num_hidden_layers": layers,
                "num_attention_heads": 10, "num_key_value_heads": 10, "intermediate_size": 6848, "moe_intermediate_size": 896,
                "n_routed_experts": 64, "num_experts_per_tok": 6, "n_shared_experts": 2, "first_k_dense_replace": 1,
                "n_group": 1, "topk_group": 1, "topk_method": "greedy", "use_mla": False, "q_lora_rank": None,
                "kv_lora_rank": None, "qk_nope_head_dim": 0, "qk_rope_head_dim": 0, "v_head_dim": 0, "vocab_size": vocabulary,
                "max_position_embeddings": 8192, "bos_token_id": 0, "eos_token_id": 1, "lm_head": True, "rm_head": False,
                "torch_dtype": "bfloat16"}
    sam_width = {"heads": 12, "layers": 12, "width": 768, "downsample_channels": [512, 1024], "global_attn_indexes": [2, 5, 8, 11]}
    second = {"clip-l-14-224": {"heads": 16, "layers": 24, "width": 1024, "patch_size": 14, "image_size": 224}} if version == 1 \
        else {"qwen2-0-5b": {"dim": 896}}
    config = {**language, "architectures": ["DeepseekOCRForCausalLM" if version == 1 else "DeepseekOCR2ForCausalLM"],
              "model_type": "deepseek_vl_v2", "candidate_resolutions": [[1024, 1024]], "global_view_pos": "head", "tile_tag": "2D",
              "language_config": language,
              "projector_config": {"projector_type": "linear", "input_dim": 2048 if version == 1 else 896, "n_embed": hidden,
                                   "model_type": "mlp_projector"},
              "vision_config": {"image_size": 1024, "mlp_ratio": 3.7362, "model_type": "vision",
                                "model_name": "deeplip_b_l" if version == 1 else "deepencoderv2",
                                "width": {**second, "sam_vit_b": sam_width}}}
    shapes = {"model.embed_tokens.weight": (vocabulary, hidden)}
    for i in range(layers):
        p = f"model.layers.{i}."
        norm(shapes, p + "input_layernorm", hidden)
        norm(shapes, p + "post_attention_layernorm", hidden)
        for part in "qkvo":
            linear(shapes, f"{p}self_attn.{part}_proj", hidden, hidden)
        widths = {"mlp.": 6848} if i == 0 else {f"mlp.experts.{e}.": 896 for e in range(64)} | {"mlp.shared_experts.": 1792}
        for name, inner in widths.items():
            linear(shapes, p + name + "gate_proj", inner, hidden)
            linear(shapes, p + name + "up_proj", inner, hidden)
            linear(shapes, p + name + "down_proj", hidden, inner)
        if i > 0:
            linear(shapes, p + "mlp.gate", 64, hidden)
    norm(shapes, "model.norm", hidden)
    linear(shapes, "lm_head", vocabulary, hidden)
    linear(shapes, "model.projector.layers", hidden, 2048 if version == 1 else 896, bias=True)
    shapes["model.view_seperator"] = (hidden,)
    sam(shapes, 1024 if version == 1 else 896)
    if version == 1:
        shapes["model.image_newline"] = (hidden,)
        clip(shapes)
    else:
        shapes["model.qwen2_model.query_768.weight"] = (144, 896)
        shapes["model.qwen2_model.query_1024.weight"] = (256, 896)
        encoder = {}
        qwen2_decoder(encoder, "model.qwen2_model.model.model.", 24, 896, 4864, 14, 2, 64)
        shapes.update(encoder)
    special = {0: "<｜begin▁of▁sentence｜>", 1: "<｜end▁of▁sentence｜>", 2: "<｜▁pad▁｜>", 128815: "<image>", 128816: "<|ref|>",
               128817: "<|/ref|>", 128818: "<|det|>", 128819: "<|/det|>", 128820: "<|grounding|>", 128821: "<td>",
               128822: "</td>", 128823: "<tr>", 128824: "</tr>"}
    processor = {"image_mean": [0.5] * 3, "image_std": [0.5] * 3, "patch_size": 16, "downsample_ratio": 4,
                 "image_token": "<image>", "processor_class": "DeepseekVLV2Processor"}
    files = {"config.json": config, "generation_config.json": {"bos_token_id": 0, "eos_token_id": 1},
             "processor_config.json": processor}
    return files, shapes, special, 128000


FAMILIES = {
    "dots_ocr": dots_ocr,
    "qwen2_5_vl": qwen2_5_vl,
    "glm_ocr": glm_ocr,
    "deepseek_ocr": lambda blocks, layers: deepseek(1, layers),
    "deepseek_ocr_2": lambda blocks, layers: deepseek(2, layers),
}


# -- files


def byte_characters():
    """GPT-2's printable character for each byte."""
    keep = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    table, extra = {}, 0
    for b in range(256):
        if b in keep:
            table[b] = chr(b)
        else:
            table[b], extra = chr(256 + extra), extra + 1
    return table


def tokenizer(special, base):
    """One token for each byte, fillers up to the first special number, no merges: any text can be written and read."""
    vocabulary, number = {}, 0
    for character in byte_characters().values():
        while number in special:
            number += 1
        vocabulary[character], number = number, number + 1
    for i in range(number, base):
        if i not in special:
            vocabulary[f"w{i}"] = i
    vocabulary |= {text: i for i, text in special.items()}  # else the public library numbers them anew
    added = [{"id": i, "content": text, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
              "special": not text.startswith(("<td", "</td", "<tr", "</tr"))} for i, text in sorted(special.items())]
    return {"version": "1.0", "truncation": None, "padding": None, "added_tokens": added, "normalizer": None,
            "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False},
            "post_processor": None, "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
            "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
                      "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
                      "vocab": vocabulary, "merges": []}}


def shards(shapes, limit):
    groups, size = [[]], 0
    for name, shape in shapes.items():
        bytes_ = 2 * math.prod(shape)
        if groups[-1] and size + bytes_ > limit:
            groups.append([])
            size = 0
        groups[-1].append(name)
        size += bytes_
    return groups


def write_shard(path, names, shapes, weights):
    header, offset = {}, 0
    for name in names:
        end = offset + 2 * math.prod(shapes[name])
        header[name] = {"dtype": "BF16", "shape": list(shapes[name]), "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text)
        for name in names:
            weights.write(out, name, shapes[name])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("family", choices=FAMILIES)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--vision-layers", type=int, default=0)
    parser.add_argument("--text-layers", type=int, default=0)
    parser.add_argument("--shard-gb", type=float, default=4.9)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()

    files, shapes, special, base = FAMILIES[args.family](args.vision_layers, args.text_layers)
    args.folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (args.folder / name).write_text(json.dumps(content, indent=1) + "\n")
    (args.folder / "tokenizer.json").write_text(json.dumps(tokenizer(special, base), ensure_ascii=False))

    weights = Weights(args.seed)
    groups = shards(shapes, args.shard_gb * 1e9)
    index = {}
    for number, names in enumerate(groups, 1):
        file = f"model-{number:05}-of-{len(groups):05}.safetensors" if len(groups) > 1 else "model.safetensors"
        write_shard(args.folder / file, names, shapes, weights)
        index.update(dict.fromkeys(names, file))
    parameters = sum(math.prod(s) for s in shapes.values())
    if len(groups) > 1:
        (args.folder / "model.safetensors.index.json").write_text(
            json.dumps({"metadata": {"total_size": 2 * parameters}, "weight_map": index}, indent=1) + "\n")
    print(f"{args.family}: {len(shapes)} tensors, {parameters:,} parameters, {2 * parameters / 1e9:.2f} GB in {args.folder}")


if __name__ == "__main__":
    main()
