#!/usr/bin/env python3
"""PyTorch's side of bench/peers/run.py: a checkpoint's geometry in BF16 with fused attention (SDPA), random weights.

    torch_side.py CHECKPOINT --part vision|text

The text decoder is transformers' Qwen2ForCausalLM, Qwen2.5-VL's tower transformers' own; dots.ocr's tower, which
transformers does not have, is written out below. Commands as bench/step_bench --serve, and `threads N`.
Needs torch and transformers.
"""
import argparse
import json
import pathlib
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn


def fill(module):
    """Random values, fast: one drawn block, repeated."""
    pool = torch.randn(1 << 22)
    for name, p in module.named_parameters():
        if p.dim() == 1:
            p.data.fill_(0.0 if name.endswith("bias") else 1.0)
        else:
            flat, at = p.data.view(-1), 0
            block = (pool / p[0].numel() ** 0.5).to(p.dtype)
            while at < flat.numel():
                n = min(block.numel(), flat.numel() - at)
                flat[at:at + n] = block[:n]
                at += n
    return module.eval()


class DotsBlock(nn.Module):
    def __init__(self, width, inner, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.RMSNorm(width, eps=1e-5), nn.RMSNorm(width, eps=1e-5)
        self.qkv, self.proj = nn.Linear(width, 3 * width, bias=False), nn.Linear(width, width, bias=False)
        self.fc1, self.fc3 = nn.Linear(width, inner, bias=False), nn.Linear(width, inner, bias=False)
        self.fc2 = nn.Linear(inner, width, bias=False)

    def forward(self, x, cos, sin):
        q, k, v = self.qkv(self.norm1(x)).view(x.shape[0], 3, self.heads, -1).unbind(1)

        def turn(t):
            a, b = t.chunk(2, -1)
            return t * cos + torch.cat((-b, a), -1) * sin

        q, k, v = (t.transpose(0, 1).unsqueeze(0) for t in (turn(q), turn(k), v))
        h = F.scaled_dot_product_attention(q, k, v)
        x = x + self.proj(h.squeeze(0).transpose(0, 1).reshape(x.shape))
        h = self.norm2(x)
        return x + self.fc2(F.silu(self.fc1(h)) * self.fc3(h))


class DotsTower(nn.Module):
    def __init__(self, c):
        super().__init__()
        width = c["embed_dim"]
        self.width, self.head_dim = width, width // c["num_attention_heads"]
        self.embed, self.norm = nn.Linear(588, width), nn.RMSNorm(width, eps=1e-5)
        self.blocks = nn.ModuleList(DotsBlock(width, c["intermediate_size"], c["num_attention_heads"])
                                    for _ in range(c["num_hidden_layers"]))
        self.post, self.ln = nn.RMSNorm(width, eps=1e-5), nn.LayerNorm(width, eps=1e-6)
        self.mlp = nn.Sequential(nn.Linear(4 * width, 4 * width), nn.GELU(), nn.Linear(4 * width, c["hidden_size"]))

    def forward(self, pixels):
        angle = torch.arange(pixels.shape[0])[:, None] * torch.logspace(0, -4, self.head_dim // 2)[None]
        angle = torch.cat((angle, angle), -1)[:, None]
        cos, sin = angle.cos().to(pixels.dtype), angle.sin().to(pixels.dtype)
        x = self.norm(self.embed(pixels))
        for block in self.blocks:
            x = block(x, cos, sin)
        return self.mlp(self.ln(self.post(x)).reshape(-1, 4 * self.width))


def make_vision(config):
    v = config["vision_config"]
    with torch.device("meta"):
        if config["model_type"] == "dots_ocr":
            tower = DotsTower(v).to(torch.bfloat16)
        else:
            from transformers import Qwen2_5_VLConfig
            from transformers.models.qwen2_5_vl.modeling_qwen2_5_vl import Qwen2_5_VisionTransformerPretrainedModel
            c = Qwen2_5_VLConfig(**config).vision_config
            c._attn_implementation = "sdpa"
            tower = Qwen2_5_VisionTransformerPretrainedModel(c).to(torch.bfloat16)
    tower = fill(tower.to_empty(device="cpu"))
    if config["model_type"] == "dots_ocr":
        return lambda rows, columns: tower(torch.randn(rows * columns, 588).bfloat16())
    # Tables that are no parameters were lost on the way through "meta".
    from transformers.models.qwen2_5_vl.modeling_qwen2_5_vl import Qwen2_5_VisionRotaryEmbedding
    tower.rotary_pos_emb = Qwen2_5_VisionRotaryEmbedding(v["hidden_size"] // v["num_heads"] // 2)
    return lambda rows, columns: tower(torch.randn(rows * columns, 1176).bfloat16(), torch.tensor([[1, rows, columns]]))


def make_text(config):
    from transformers import Qwen2Config, Qwen2ForCausalLM
    keys = ("hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads", "vocab_size",
            "rms_norm_eps", "tie_word_embeddings")
    c = Qwen2Config(**{k: config[k] for k in keys}, max_position_embeddings=32768, attn_implementation="sdpa")
    torch.set_default_dtype(torch.bfloat16)
    model = fill(Qwen2ForCausalLM(c))
    torch.set_default_dtype(torch.float32)
    return model


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("checkpoint", type=pathlib.Path)
    parser.add_argument("--part", choices=["vision", "text"], required=True)
    args = parser.parse_args()
    config = json.loads((args.checkpoint / "config.json").read_text())
    with torch.inference_mode():
        vision = make_vision(config) if args.part == "vision" else None
        text = make_text(config) if args.part == "text" else None
        print(json.dumps({"ready": f"PyTorch {torch.__version__} bf16, SDPA"}), flush=True)
        for line in sys.stdin:
            command, *numbers = line.split()
            numbers, answer = [int(n) for n in numbers], {}
            if command == "threads":
                torch.set_num_threads(numbers[0])
            elif command == "vision":
                start = time.perf_counter()
                vision(numbers[1] // 14, numbers[0] // 14)
                answer = {"seconds": [time.perf_counter() - start]}
            elif command == "prefill":
                ids = torch.randint(300, 50000, (1, numbers[0]))
                start = time.perf_counter()
                text(ids, logits_to_keep=1).logits.argmax()
                answer = {"seconds": [time.perf_counter() - start]}
            elif command == "decode":
                out = text(torch.randint(300, 50000, (1, numbers[0])), logits_to_keep=1, use_cache=True)
                answer = {"seconds": []}
                for _ in range(numbers[1]):
                    start = time.perf_counter()
                    out = text(out.logits[:, -1:].argmax(-1), past_key_values=out.past_key_values, use_cache=True)
                    out.logits[0, -1].argmax().item()
                    answer["seconds"].append(time.perf_counter() - start)
            print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
