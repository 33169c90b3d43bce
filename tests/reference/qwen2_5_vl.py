"""Qwen2.5-VL by transformers' own classes.

    python tests/reference/qwen2_5_vl.py OUTDIR

writes the committed fixtures as model folders under OUTDIR (config, weights, pictures, ids.txt) with golden.safetensors,
for work on the family without the C++ tests; make_goldens.py writes the compact files that are committed.
"""
import pathlib

import numpy as np

import common

FAMILY = "qwen2_5_vl"
IMAGE, VISION_START, VISION_END = 200, 201, 202   # ids of the small vocabularies


# ---------------------------------------------------------------- the public implementation

class Reference:
    def __init__(self, folder, dtype, device):
        import torch
        from transformers import Qwen2_5_VLForConditionalGeneration
        self.folder, self.device = pathlib.Path(folder), device
        self.model, report = Qwen2_5_VLForConditionalGeneration.from_pretrained(folder, dtype=dtype, output_loading_info=True)
        if wrong := {k: v for k, v in report.items() if v}:
            raise ValueError(f"{folder}: {wrong}")
        self.model = self.model.to(device).eval()
        self.processor = self.processor_of(folder)
        self.stop_ids = common.stop_ids(folder)
        self.torch = torch

    @staticmethod
    def processor_of(folder):
        from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil
        return Qwen2VLImageProcessorPil.from_pretrained(folder)

    def prepare(self, images, ids=None, prompt=None, mode=""):
        inputs = {}
        grids = np.zeros((0, 3), np.int64)
        if images:
            made = self.processor(images=images, return_tensors="np")
            inputs["pixel_values"], grids = made["pixel_values"], made["image_grid_thw"]
        merged = self.model.config.vision_config.spatial_merge_size ** 2
        if ids is None:
            ids = self.chat_ids(prompt, [int(g.prod()) // merged for g in grids])
        ids = np.array(ids)
        assert (ids == self.model.config.image_token_id).sum() == grids.prod(axis=1).sum() // merged, "placeholders"
        return inputs | {"input_ids": ids, "grid_thw": grids}

    def chat_ids(self, prompt, image_tokens):
        from tokenizers import Tokenizer
        tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        pictures = "".join("<|vision_start|>" + "<|image_pad|>" * n + "<|vision_end|>" for n in image_tokens)
        text = ("<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\n" + pictures + prompt +
                "<|im_end|>\n<|im_start|>assistant\n")
        return tokenizer.encode(text, add_special_tokens=False).ids

    def prefill(self, inputs):
        torch, model = self.torch, self.model
        ids = torch.tensor(inputs["input_ids"], device=self.device)[None]
        kinds = (ids == model.config.image_token_id).int()
        arguments = {"input_ids": ids, "mm_token_type_ids": kinds, "use_cache": True, "logits_to_keep": 1}
        steps = {"input_ids": inputs["input_ids"], "position_ids": np.broadcast_to(np.arange(ids.shape[1]), (3, ids.shape[1]))}
        model.model.rope_deltas = None
        if len(inputs["grid_thw"]):
            grid = torch.tensor(inputs["grid_thw"], device=self.device)
            arguments |= {"pixel_values": torch.tensor(inputs["pixel_values"], device=self.device), "image_grid_thw": grid}
            positions, deltas = model.model.get_rope_index(ids, kinds, image_grid_thw=grid)
            steps |= {"position_ids": positions[:, 0], "grid_thw": grid, "pixel_values": inputs["pixel_values"]}
        self.offset = int(deltas) if len(inputs["grid_thw"]) else 0
        with common.Hooks() as hooks, torch.no_grad():
            tower, text = model.model.visual, model.model.language_model
            hooks.add(tower.patch_embed, "vision.patch_embed")
            for i, block in enumerate(tower.blocks):
                hooks.add(block.attn, f"vision.blocks.{i}.attn")
                hooks.add(block.mlp, f"vision.blocks.{i}.mlp")
                hooks.add(block, f"vision.blocks.{i}")
            hooks.add(tower, "vision.merger", lambda out: out.pooler_output)
            hooks.add_input(text.layers[0], "text.inputs_embeds", lambda x: x[0])
            for i, layer in enumerate(text.layers):
                hooks.add(layer.self_attn, f"text.layers.{i}.attn", lambda x: x[0])
                hooks.add(layer.mlp, f"text.layers.{i}.mlp", lambda x: x[0])
                hooks.add(layer, f"text.layers.{i}", lambda x: x[0])
            hooks.add(text.norm, "text.norm", lambda x: x[0])
            out = model(**arguments)
        self.cache, self.length = out.past_key_values, ids.shape[1]
        return {k: common.as_array(v) for k, v in (steps | hooks.steps | {"logits": out.logits[0, -1]}).items()}

    def next(self, token):
        torch = self.torch
        position = torch.full((3, 1, 1), self.length + self.offset, device=self.device)
        with torch.no_grad():
            out = self.model(input_ids=torch.tensor([[token]], device=self.device), past_key_values=self.cache, use_cache=True,
                             position_ids=position)
        self.length += 1
        return out.logits[0, -1]


def load(folder, dtype, device="cpu"):
    return Reference(folder, dtype, device)


def save(folder):
    """The folder again as transformers writes it."""
    from transformers import Qwen2_5_VLForConditionalGeneration
    model = Qwen2_5_VLForConditionalGeneration.from_pretrained(folder, dtype="auto")
    (pathlib.Path(folder) / "model.safetensors").unlink()
    model.save_pretrained(folder, max_shard_size="300KB")
    Reference.processor_of(folder).save_pretrained(folder)


# ---------------------------------------------------------------- small checkpoints

def config(text, vision, tie, nested):
    """config.json as published, or, nested, as newer libraries save it."""
    width = text["hidden_size"] // text["num_attention_heads"]
    eighth = width // 8
    sections = text.pop("mrope_section", [eighth, width // 2 - eighth - 3 * eighth // 2, 3 * eighth // 2])
    theta, rest = text.pop("rope_theta", 1e6), {"hidden_act": "silu", "max_position_embeddings": 2048}
    text = rest | text
    made = {"architectures": ["Qwen2_5_VLForConditionalGeneration"], "model_type": "qwen2_5_vl", "tie_word_embeddings": tie,
            "image_token_id": IMAGE, "vision_start_token_id": VISION_START, "vision_end_token_id": VISION_END, "video_token_id": 203}
    vision = {"model_type": "qwen2_5_vl", "hidden_act": "silu", "in_chans": 3, "patch_size": 14, "spatial_patch_size": 14,
              "spatial_merge_size": 2, "temporal_patch_size": 2, "tokens_per_second": 2, "out_hidden_size": text["hidden_size"]} | vision
    if not nested:
        rope = {"rope_theta": theta, "rope_scaling": {"type": "mrope", "mrope_section": sections}}
        return made | text | rope | {"torch_dtype": "bfloat16", "use_sliding_window": False, "sliding_window": 32768,
                                     "max_window_layers": 70, "vision_config": vision}
    vision["in_channels"] = vision.pop("in_chans")
    vision["model_type"] = "qwen2_5_vl_vision"
    rope = {"rope_parameters": {"rope_type": "default", "rope_theta": theta, "mrope_section": sections}}
    return made | {"dtype": "bfloat16", "text_config": {"model_type": "qwen2_5_vl_text"} | text | rope, "vision_config": vision}


def shapes_of(config_json, new_names):
    """Tensor names and shapes by instantiating the public class without memory."""
    import torch
    from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration
    with torch.device("meta"):
        model = Qwen2_5_VLForConditionalGeneration(Qwen2_5_VLConfig(**config_json))
    out = {}
    for name, tensor in model.state_dict().items():
        if name == "lm_head.weight" and config_json["tie_word_embeddings"]:
            continue
        if not new_names:
            name = name.replace("model.visual.", "visual.").replace("model.language_model.", "model.")
        out[name] = tuple(tensor.shape)
    return out


def prompt_ids(counts, rng, vocabulary=256):
    """A plausible prompt: text, and each picture between its marks."""
    def words(n):
        return [int(i) for i in rng.integers(0, IMAGE, n)]
    ids = [210] + words(int(rng.integers(0, 3)))
    for n in counts:
        ids += [VISION_START] + [IMAGE] * n + [VISION_END] + words(int(rng.integers(0, 4)))
    return ids + words(int(rng.integers(3, 9))) + [211, 212]


def image_tokens(images, processor):
    """Tokens of each picture by the public size rule."""
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import smart_resize
    factor = processor["patch_size"] * processor["merge_size"]
    sizes = [smart_resize(h, w, factor, processor["min_pixels"], processor["max_pixels"]) for w, h in images]
    return [h * w // factor ** 2 for h, w in sizes]


def fixture(name, text, vision, images, rng, tie=False, nested=False, new_names=False, gains=(), step=4, max_pixels=12845056):
    made = config(dict(text), dict(vision), tie, nested)
    v = made["vision_config"]
    processor = {"image_processor_type": "Qwen2VLImageProcessor", "processor_class": "Qwen2_5_VLProcessor", "min_pixels": 3136,
                 "max_pixels": max_pixels, "patch_size": v["patch_size"], "temporal_patch_size": v["temporal_patch_size"],
                 "merge_size": v["spatial_merge_size"], "image_mean": [0.48145466, 0.4578275, 0.40821073],
                 "image_std": [0.26862954, 0.26130258, 0.27577711]}
    files = {"config.json": made, "preprocessor_config.json": processor,
             "generation_config.json": {"do_sample": False, "eos_token_id": [254, 255], "pad_token_id": 254}}
    return common.Fixture(name, FAMILY, files, shapes_of(made, new_names), images, prompt_ids(image_tokens(images, processor), rng),
                          gains=list(gains), step=step)


GAINS = [("embed_tokens", 0.5), ("lm_head", 3.0), ("q_proj.weight", 1.5), ("k_proj.weight", 1.5), ("qkv.weight", 1.3)]


def fixtures():
    rng = np.random.default_rng(5)
    text = {"hidden_size": 64, "num_attention_heads": 4, "num_key_value_heads": 2, "intermediate_size": 96, "num_hidden_layers": 2,
            "vocab_size": 256, "rms_norm_eps": 1e-6, "mrope_section": [2, 3, 3]}
    vision = {"hidden_size": 40, "num_heads": 2, "intermediate_size": 52, "depth": 3, "fullatt_block_indexes": [1], "window_size": 56}
    wide = {"hidden_size": 96, "num_attention_heads": 3, "num_key_value_heads": 1, "intermediate_size": 72, "num_hidden_layers": 3,
            "vocab_size": 256, "rms_norm_eps": 1e-5, "mrope_section": [4, 6, 6], "rope_theta": 10000.0}
    tall = {"hidden_size": 48, "num_heads": 3, "intermediate_size": 60, "depth": 4, "fullatt_block_indexes": [0, 3], "window_size": 112}
    plain = dict(text, num_key_value_heads=4, num_hidden_layers=1)
    return [
        # Two pictures, windows ragged both ways and an exact multiple; published names, tied head.
        fixture("tied", text, vision, [(140, 84), (56, 56)], rng, tie=True, gains=GAINS),
        # One ragged picture that is resized, windows of 4 units, one key head for three; newer names and nested config.
        fixture("untied", wide, tall, [(157, 131)], rng, nested=True, new_names=True, gains=GAINS, step=8),
        # Five pictures of mixed size, every head its own keys, every block windowed.
        fixture("five", plain, dict(vision, depth=2, fullatt_block_indexes=[]), [(56, 56), (84, 56), (28, 112), (112, 28), (56, 84)],
                rng, gains=GAINS),
        # Sides of up to half a unit, which transformers' class enlarges otherwise than the checkpoints' own tools.
        fixture("thin", plain, dict(vision, depth=1), [(100, 14), (9, 30)], rng, gains=GAINS),
    ]


def random_fixture(rng):
    heads = int(rng.choice([1, 2, 3, 4, 6]))
    kv_heads = int(rng.choice([h for h in range(1, heads + 1) if heads % h == 0]))
    head_dim = int(rng.choice([8, 16, 24, 32, 40, 64, 128]))
    pairs = head_dim // 2
    a = int(rng.integers(1, pairs - 1))
    b = int(rng.integers(1, pairs - a))
    v_heads, v_dim = int(rng.choice([1, 2, 3, 4])), int(rng.choice([8, 16, 20, 32, 40, 80]))
    depth = int(rng.integers(1, 6))
    full = sorted(int(i) for i in rng.choice(depth, int(rng.integers(0, depth + 1)), replace=False))
    patch, merge = int(rng.choice([14, 14, 14, 16, 8])), 2
    text = {"hidden_size": heads * head_dim, "num_attention_heads": heads, "num_key_value_heads": kv_heads,
            "intermediate_size": int(rng.integers(5, 200)), "num_hidden_layers": int(rng.integers(1, 5)),
            "vocab_size": int(rng.integers(256, 700)), "rms_norm_eps": float(rng.choice([1e-6, 1e-5, 1e-2])),
            "mrope_section": [a, b, pairs - a - b], "rope_theta": float(rng.choice([1e4, 1e6]))}
    vision = {"hidden_size": v_heads * v_dim, "num_heads": v_heads, "intermediate_size": int(rng.integers(5, 150)), "depth": depth,
              "fullatt_block_indexes": full, "window_size": int(rng.choice([1, 2, 3, 4, 5, 8])) * patch * merge, "patch_size": patch}
    images = [(int(rng.integers(5, 420)), int(rng.integers(5, 420))) for _ in range(int(rng.choice([0, 1, 1, 2, 3, 5])))]
    nested = bool(rng.integers(0, 2))
    return fixture("random", text, vision, images, rng, tie=bool(rng.integers(0, 2)), nested=nested, new_names=nested, gains=GAINS, step=1)


if __name__ == "__main__":
    common.write_folders(load, fixtures())
