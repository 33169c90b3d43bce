"""dots.ocr: transformers' Qwen2ForCausalLM behind a vision tower written from the published equations.

transformers has no class for dots.ocr; the published one comes with the checkpoint and asks for flash-attn. The tower here
has the checkpoint's own names, computes what the published module (modeling_dots_vision.py) does in plain torch, and was
compared with it: on 20 random sizes, its eager attention, f32, the towers' outputs are within 6e-7 of each other.

    python tests/reference/dots_ocr.py OUTDIR

writes the committed fixtures as model folders under OUTDIR (config, weights, pictures, ids.txt) with golden.safetensors.
"""
import json
import pathlib

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import common

FAMILY = "dots_ocr"
IMAGE, IMAGE_START, IMAGE_END = 200, 201, 202   # ids of the small vocabularies


# ---------------------------------------------------------------- the vision tower

class RMSNorm(nn.Module):
    """Statistics in f32, the normalised value back in the working type, then the weight."""

    def __init__(self, width, eps):
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(width)), eps

    def forward(self, x):
        wide = x.float()
        return (wide / (wide.square().mean(-1, keepdim=True) + self.eps).sqrt()).to(x.dtype) * self.weight


class PatchEmbed(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.side, self.channels = c["patch_size"], c.get("num_channels", 3)
        self.proj = nn.Conv2d(self.channels, c["embed_dim"], self.side, self.side)
        self.norm = RMSNorm(c["embed_dim"], c.get("rms_norm_eps", 1e-5))

    def forward(self, pixels):
        return self.norm(self.proj(pixels.to(self.proj.weight.dtype).view(-1, self.channels, self.side, self.side)).flatten(1))


class Attention(nn.Module):
    def __init__(self, c):
        super().__init__()
        width, bias = c["embed_dim"], c.get("use_bias", False)
        self.heads = c["num_attention_heads"]
        self.qkv, self.proj = nn.Linear(width, 3 * width, bias), nn.Linear(width, width, bias)

    def rotate(self, x, angles):
        """Pairs (m, m + d/2) by angles [rows, d/2], in f32."""
        a, b = x.float().chunk(2, dim=-1)
        c, s = angles.cos()[:, None], angles.sin()[:, None]
        return torch.cat([a * c - b * s, b * c + a * s], -1).to(x.dtype)

    def forward(self, x, angles, lengths):
        q, k, v = self.qkv(x).view(len(x), 3, self.heads, -1).unbind(1)        # [rows, heads, d]
        q, k = self.rotate(q, angles), self.rotate(k, angles)
        parts = []
        for a, b, c in zip(*(t.split(lengths) for t in (q, k, v))):            # pictures do not see each other
            one = F.scaled_dot_product_attention(*(t.transpose(0, 1)[None] for t in (a, b, c)))
            parts.append(one[0].transpose(0, 1).flatten(1))
        return self.proj(torch.cat(parts))


class Mlp(nn.Module):
    def __init__(self, c):
        super().__init__()
        width, inner, bias = c["embed_dim"], c["intermediate_size"], c.get("use_bias", False)
        self.fc1, self.fc2, self.fc3 = nn.Linear(width, inner, bias), nn.Linear(inner, width, bias), nn.Linear(width, inner, bias)

    def forward(self, x):
        return self.fc2(F.silu(self.fc1(x)) * self.fc3(x))


class Block(nn.Module):
    def __init__(self, c):
        super().__init__()
        eps = c.get("rms_norm_eps", 1e-5)
        self.norm1, self.attn = RMSNorm(c["embed_dim"], eps), Attention(c)
        self.norm2, self.mlp = RMSNorm(c["embed_dim"], eps), Mlp(c)

    def forward(self, x, angles, lengths):
        x = x + self.attn(self.norm1(x), angles, lengths)
        return x + self.mlp(self.norm2(x))


class Merger(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.width = c["embed_dim"] * c.get("spatial_merge_size", 2) ** 2
        self.ln_q = nn.LayerNorm(c["embed_dim"], 1e-6)
        self.mlp = nn.Sequential(nn.Linear(self.width, self.width), nn.GELU(), nn.Linear(self.width, c["hidden_size"]))

    def forward(self, x):
        return self.mlp(self.ln_q(x).view(-1, self.width))


class Tower(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.c, self.merge = c, c.get("spatial_merge_size", 2)
        self.patch_embed = nn.ModuleDict({"patchifier": PatchEmbed(c)})
        self.blocks = nn.ModuleList([Block(c) for _ in range(c["num_hidden_layers"])])
        if c.get("post_norm", True):
            self.post_trunk_norm = RMSNorm(c["embed_dim"], c.get("rms_norm_eps", 1e-5))
        self.merger = Merger(c)

    def angles(self, grids, device):
        d = self.c["embed_dim"] // self.c["num_attention_heads"]
        frequencies = 10000.0 ** (-torch.arange(0, d // 2, 2, dtype=torch.float32) / (d // 2))
        rows = []
        for _, height, width in grids:
            place = torch.stack(torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij"), -1)
            m = self.merge
            place = place.view(height // m, m, width // m, m, 2).transpose(1, 2).reshape(-1, 2)   # merge-block order
            rows.append((place[:, :, None] * frequencies).flatten(1))                             # [patches, d/2]
        return torch.cat(rows).to(device)

    def forward(self, pixels, grids):
        angles, lengths = self.angles(grids, pixels.device), [int(h * w) for _, h, w in grids]
        x = self.patch_embed["patchifier"](pixels)
        for block in self.blocks:
            x = block(x, angles, lengths)
        if hasattr(self, "post_trunk_norm"):
            x = self.post_trunk_norm(x)
        return self.merger(x)


# ---------------------------------------------------------------- the whole model

def text_config(c):
    from transformers import Qwen2Config
    keys = ("hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads", "rms_norm_eps",
            "rope_theta", "rope_parameters", "max_position_embeddings", "vocab_size", "tie_word_embeddings", "hidden_act")
    made = Qwen2Config(**{k: c[k] for k in keys if k in c})
    made._attn_implementation = "sdpa"
    return made


class Model(nn.Module):
    """With the checkpoint's names: model.…, lm_head.…, vision_tower.…"""

    def __init__(self, c):
        super().__init__()
        from transformers import Qwen2ForCausalLM
        self.text, self.vision_tower = Qwen2ForCausalLM(text_config(c)), Tower(c["vision_config"])

    def names(self):
        """Checkpoint's name → parameter's name."""
        return {n.removeprefix("text."): n for n in self.state_dict() if not (n == "text.lm_head.weight" and self.text.config.tie_word_embeddings)}


def read_weights(folder):
    from safetensors.torch import load_file
    found = {}
    for path in sorted(pathlib.Path(folder).glob("*.safetensors")):
        if not path.name.startswith("golden"):
            found |= load_file(path)
    return {k: v for k, v in found.items() if not k.endswith("inv_freq")}


class Reference:
    def __init__(self, folder, dtype, device):
        from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil
        self.folder, self.device = pathlib.Path(folder), device
        self.c = json.loads((self.folder / "config.json").read_text())
        self.model = Model(self.c).to(dtype)
        found, names = read_weights(folder), self.model.names()
        if self.c.get("tie_word_embeddings"):
            found.pop("lm_head.weight", None)
        if set(found) != set(names):
            raise ValueError(f"{folder}: missing {set(names) - set(found)}, unexpected {set(found) - set(names)}")
        self.model.load_state_dict({names[k]: v.to(dtype) for k, v in found.items()}, strict=not self.c.get("tie_word_embeddings"))
        self.model.text.tie_weights()
        self.model = self.model.to(device).eval()
        self.processor = Qwen2VLImageProcessorPil.from_pretrained(folder)
        self.stop_ids = common.stop_ids(folder)

    def prepare(self, images, ids=None, prompt=None, mode=""):
        inputs, grids = {}, np.zeros((0, 3), np.int64)
        if images:
            made = self.processor(images=images, return_tensors="np")
            inputs["pixel_values"], grids = made["pixel_values"], made["image_grid_thw"]
        merged = self.c["vision_config"].get("spatial_merge_size", 2) ** 2
        if ids is None:
            ids = self.chat_ids(prompt, [int(g.prod()) // merged for g in grids])
        ids = np.array(ids)
        assert (ids == self.c["image_token_id"]).sum() == grids.prod(axis=1).sum() // merged, "placeholders"
        return inputs | {"input_ids": ids, "grid_thw": grids}

    def chat_ids(self, prompt, image_tokens):
        from tokenizers import Tokenizer
        tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        pictures = "".join("<|img|>" + "<|imgpad|>" * n + "<|endofimg|>" for n in image_tokens)
        return tokenizer.encode("<|user|>" + pictures + prompt + "<|endofuser|><|assistant|>", add_special_tokens=False).ids

    def prefill(self, inputs):
        text, tower = self.model.text, self.model.vision_tower
        ids = torch.tensor(inputs["input_ids"], device=self.device)
        steps = {"input_ids": ids, "position_ids": np.arange(len(ids))}
        with common.Hooks() as hooks, torch.no_grad():
            hooks.add(tower.patch_embed["patchifier"], "vision.patch_embed")
            for i, block in enumerate(tower.blocks):
                hooks.add(block.attn, f"vision.blocks.{i}.attn")
                hooks.add(block.mlp, f"vision.blocks.{i}.mlp")
                hooks.add(block, f"vision.blocks.{i}")
            if hasattr(tower, "post_trunk_norm"):
                hooks.add(tower.post_trunk_norm, "vision.post_norm")
            hooks.add(tower.merger, "vision.merger")
            for i, layer in enumerate(text.model.layers):
                hooks.add(layer.self_attn, f"text.layers.{i}.attn", lambda x: x[0])
                hooks.add(layer.mlp, f"text.layers.{i}.mlp", lambda x: x[0])
                hooks.add(layer, f"text.layers.{i}", lambda x: x[0])
            hooks.add(text.model.norm, "text.norm", lambda x: x[0])
            x = text.model.embed_tokens(ids)
            if len(inputs["grid_thw"]):
                pixels = torch.tensor(inputs["pixel_values"], device=self.device)
                x[ids == self.c["image_token_id"]] = tower(pixels, inputs["grid_thw"]).to(x.dtype)
                steps |= {"grid_thw": inputs["grid_thw"], "pixel_values": inputs["pixel_values"]}
            steps["text.inputs_embeds"] = common.as_array(x)
            out = text(inputs_embeds=x[None], use_cache=True, logits_to_keep=1)
        self.cache = out.past_key_values
        return {k: common.as_array(v) for k, v in (steps | hooks.steps | {"logits": out.logits[0, -1]}).items()}

    def next(self, token):
        with torch.no_grad():
            out = self.model.text(input_ids=torch.tensor([[token]], device=self.device), past_key_values=self.cache, use_cache=True)
        return out.logits[0, -1]


def load(folder, dtype, device="cpu"):
    return Reference(folder, dtype, device)


def save(folder):
    """config.json as transformers writes it for the published configuration class, which is a Qwen2Config."""
    path = pathlib.Path(folder) / "config.json"
    c = json.loads(path.read_text())
    made = text_config(c).to_dict() | {k: c[k] for k in ("architectures", "model_type", "image_token_id", "vision_config")}
    made["vision_config"] |= {"attn_implementation": "flash_attention_2", "init_merger_std": 0.02, "initializer_range": 0.02,
                              "gradient_checkpointing": False}
    path.write_text(json.dumps(made | {"dtype": "bfloat16", "video_token_id": 203}, indent=2, default=str))


# ---------------------------------------------------------------- small checkpoints

def shapes_of(config_json):
    with torch.device("meta"):
        model = Model(config_json)
    state = model.state_dict()
    return {name: tuple(state[own].shape) for name, own in model.names().items()}


def prompt_ids(counts, rng):
    def words(n):
        return [int(i) for i in rng.integers(0, IMAGE, n)]
    ids = [210]
    for n in counts:
        ids += [IMAGE_START] + [IMAGE] * n + [IMAGE_END] + words(int(rng.integers(0, 4)))
    return ids + words(int(rng.integers(3, 9))) + [211, 212]


def image_tokens(images, processor):
    """Tokens of each picture by the public size rule."""
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import smart_resize
    factor = processor["patch_size"] * processor["merge_size"]
    sizes = [smart_resize(h, w, factor, processor["min_pixels"], processor["max_pixels"]) for w, h in images]
    return [h * w // factor ** 2 for h, w in sizes]


def fixture(name, text, vision, images, rng, gains=(), step=4, max_pixels=11289600):
    text = {"num_key_value_heads": text["num_attention_heads"], "attention_bias": True, "hidden_act": "silu", "rms_norm_eps": 1e-6,
            "rope_theta": 1000000.0, "rope_scaling": None, "max_position_embeddings": 2048, "tie_word_embeddings": False} | text
    vision = {"model_type": "dots_vit", "hidden_size": text["hidden_size"], "num_channels": 3, "patch_size": 14, "spatial_merge_size": 2,
              "temporal_patch_size": 1, "rms_norm_eps": 1e-5, "use_bias": False, "post_norm": True, "is_causal": False} | vision
    config = {"architectures": ["DotsOCRForCausalLM"], "model_type": "dots_ocr", "torch_dtype": "bfloat16", "image_token_id": IMAGE,
              **text, "vision_config": vision}
    processor = {"image_processor_type": "Qwen2VLImageProcessor", "processor_class": "DotsVLProcessor", "min_pixels": 3136,
                 "max_pixels": max_pixels, "patch_size": vision["patch_size"], "temporal_patch_size": 1,
                 "merge_size": vision["spatial_merge_size"], "image_mean": [0.48145466, 0.4578275, 0.40821073],
                 "image_std": [0.26862954, 0.26130258, 0.27577711]}
    files = {"config.json": config, "preprocessor_config.json": processor, "generation_config.json": {"eos_token_id": [254, 255]}}
    return common.Fixture(name, FAMILY, files, shapes_of(config), images, prompt_ids(image_tokens(images, processor), rng),
                          gains=list(gains), step=step)


GAINS = [("lm_head", 3.0), ("embed_tokens", 0.7), ("q_proj.weight", 1.5), ("k_proj.weight", 1.5), ("qkv.weight", 1.3)]


def fixtures():
    rng = np.random.default_rng(3)
    text = {"hidden_size": 64, "num_attention_heads": 4, "num_key_value_heads": 2, "intermediate_size": 96, "num_hidden_layers": 2,
            "vocab_size": 256}
    vision = {"embed_dim": 48, "num_attention_heads": 3, "intermediate_size": 60, "num_hidden_layers": 3}
    odd = {"hidden_size": 72, "num_attention_heads": 3, "num_key_value_heads": 1, "intermediate_size": 101, "num_hidden_layers": 3,
           "vocab_size": 259, "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "tie_word_embeddings": True}
    bare = {"embed_dim": 40, "num_attention_heads": 2, "intermediate_size": 52, "num_hidden_layers": 2, "use_bias": True,
            "post_norm": False, "rms_norm_eps": 1e-6}
    return [
        fixture("two", text, vision, [(84, 56), (56, 56)], rng, gains=GAINS),   # the published form in small
        # Tied head, odd sizes, three query heads on one key head, biases in the tower, no last norm, a resized picture.
        fixture("tied", odd, bare, [(101, 75)], rng, gains=[("embed_tokens", 0.5)] + GAINS, step=8),
        fixture("five", dict(text, num_key_value_heads=4, num_hidden_layers=1), dict(vision, num_hidden_layers=2),
                [(56, 56), (84, 56), (28, 112), (112, 28), (56, 84)], rng, gains=GAINS),
    ]


def random_fixture(rng):
    heads = int(rng.choice([1, 2, 3, 4, 6]))
    kv_heads = int(rng.choice([h for h in range(1, heads + 1) if heads % h == 0]))
    head_dim = int(rng.choice([8, 10, 16, 24, 32, 40, 64, 128]))
    v_heads, v_dim = int(rng.choice([1, 2, 3, 4])), int(rng.choice([8, 16, 20, 32, 40, 80, 128]))
    text = {"hidden_size": heads * head_dim, "num_attention_heads": heads, "num_key_value_heads": kv_heads,
            "intermediate_size": int(rng.integers(5, 200)), "num_hidden_layers": int(rng.integers(1, 5)),
            "vocab_size": int(rng.integers(256, 700)), "rms_norm_eps": float(rng.choice([1e-6, 1e-5, 1e-2])),
            "rope_theta": float(rng.choice([1e4, 1e6])), "tie_word_embeddings": bool(rng.integers(0, 2))}
    vision = {"embed_dim": v_heads * v_dim, "num_attention_heads": v_heads, "intermediate_size": int(rng.integers(5, 150)),
              "num_hidden_layers": int(rng.integers(1, 6)), "use_bias": bool(rng.integers(0, 2)), "post_norm": bool(rng.integers(0, 2)),
              "rms_norm_eps": float(rng.choice([1e-6, 1e-5, 1e-2])), "patch_size": int(rng.choice([14, 14, 14, 16, 8]))}
    images = [(int(rng.integers(5, 420)), int(rng.integers(5, 420))) for _ in range(int(rng.choice([0, 1, 1, 2, 3, 5])))]
    return fixture("random", text, vision, images, rng, gains=GAINS, step=1)


if __name__ == "__main__":
    common.write_folders(load, fixtures())
