"""GLM-OCR by transformers' own classes.

    python tests/reference/glm_ocr.py OUTDIR

writes the committed fixtures as model folders under OUTDIR (config, weights, pictures, ids.txt) with golden.safetensors,
for work on the family without the C++ tests; make_goldens.py writes the compact files that are committed.

transformers leaves the next-token-prediction layer out (it is no part of a plain run); fixtures carry its tensors
nevertheless, as the published file does. draft_steps() computes what that layer gives from transformers' own blocks.
"""
import pathlib

import numpy as np

import common

FAMILY = "glm_ocr"
IMAGE, IMAGE_BEGIN, IMAGE_END = 200, 201, 202   # ids of the small vocabularies


# ---------------------------------------------------------------- the public implementation

class Reference:
    def __init__(self, folder, dtype, device):
        import torch
        from transformers import GlmOcrForConditionalGeneration
        from transformers.models.glm46v.image_processing_pil_glm46v import Glm46VImageProcessorPil
        self.folder, self.device = pathlib.Path(folder), device
        self.model, report = GlmOcrForConditionalGeneration.from_pretrained(folder, dtype=dtype, output_loading_info=True)
        extra = f"model.language_model.layers.{self.model.config.text_config.num_hidden_layers}."
        report["unexpected_keys"] = [k for k in report["unexpected_keys"] if not k.startswith(extra)]
        if wrong := {k: v for k, v in report.items() if v}:
            raise ValueError(f"{folder}: {wrong}")
        self.model = self.model.to(device).eval()
        self.processor = Glm46VImageProcessorPil.from_pretrained(folder)
        self.stop_ids = common.stop_ids(folder)
        self.torch = torch

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
        pictures = "".join("<|begin_of_image|>" + "<|image|>" * n + "<|end_of_image|>" for n in image_tokens)
        text = "[gMASK]<sop><|user|>\n" + pictures + prompt + "<|assistant|>\n"
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
            hooks.add(tower.post_layernorm, "vision.post_norm")
            hooks.add(tower.downsample, "vision.downsample", lambda x: x.flatten(1))
            hooks.add(tower.merger, "vision.merger")
            hooks.add_input(text.layers[0], "text.inputs_embeds", lambda x: x[0])
            for i, layer in enumerate(text.layers):   # what is added to the residual has been through a second norm
                hooks.add(layer.post_self_attn_layernorm, f"text.layers.{i}.attn", lambda x: x[0])
                hooks.add(layer.post_mlp_layernorm, f"text.layers.{i}.mlp", lambda x: x[0])
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


def draft_steps(reference, steps, next_token, tensors):
    """{"eh_proj", "block", "logits"} of the next-token-prediction layer over a whole prompt in f32: row i from the embedding
    of token i + 1 (a picture's own row where one stands) and the state after the last norm of token i. tensors: the
    checkpoint's."""
    import torch
    from transformers.masking_utils import create_causal_mask
    from transformers.models.glm_ocr.modeling_glm_ocr import GlmOcrRMSNorm, GlmOcrTextDecoderLayer
    text = reference.model.model.language_model
    config, n = text.config, text.config.num_hidden_layers
    prefix = f"model.language_model.layers.{n}."
    own = {k[len(prefix):]: torch.tensor(np.array(v, np.float32)) for k, v in tensors.items() if k.startswith(prefix)}
    block = GlmOcrTextDecoderLayer(config, 0).eval()
    block.load_state_dict({k: v for k, v in own.items() if k in block.state_dict()})

    def normed(x, name):
        norm = GlmOcrRMSNorm(config.hidden_size, eps=config.rms_norm_eps)
        norm.load_state_dict({"weight": own[name + ".weight"]})
        return norm(x)
    with torch.no_grad():
        embeds = torch.tensor(steps["text.inputs_embeds"])
        last = text.embed_tokens(torch.tensor([next_token]))
        e = torch.cat([embeds[1:], last])
        positions = torch.tensor(steps["position_ids"]).long()[:, None]
        e = torch.where((positions[:, 0] == 0).all(0)[:, None], torch.zeros_like(e), e)
        x = torch.cat([normed(e, "enorm"), normed(torch.tensor(steps["text.norm"]), "hnorm")], -1) @ own["eh_proj.weight"].T
        mask = create_causal_mask(config=config, inputs_embeds=x[None], attention_mask=None, past_key_values=None, position_ids=None)
        y = block(x[None], position_embeddings=text.rotary_emb(x[None], position_ids=positions), attention_mask=mask)[0]
        logits = reference.model.lm_head(normed(y[-1], "shared_head.norm"))
    return {"eh_proj": x.numpy(), "block": y.numpy(), "logits": logits.numpy()}


# ---------------------------------------------------------------- small checkpoints

def config(text, vision, tie=False, saved_again=False, image=IMAGE):
    """config.json as published, or, saved_again, as transformers writes it now."""
    sections, theta = text.pop("mrope_section"), text.pop("rope_theta", 10000.0)
    rope = {"rope_type": "default", "rope_theta": theta, "mrope_section": sections, "partial_rotary_factor": text.pop("partial", 1.0)}
    text = {"model_type": "glm_ocr_text", "hidden_act": "silu", "attention_bias": False, "max_position_embeddings": 2048,
            "rope_parameters": rope, "num_nextn_predict_layers": 1, "eos_token_id": [254, 255], "pad_token_id": 254} | text
    vision = {"model_type": "glm_ocr_vision", "hidden_act": "silu", "attention_bias": True, "patch_size": 14, "temporal_patch_size": 2,
              "spatial_merge_size": 2, "image_size": 336, "out_hidden_size": text["hidden_size"]} | vision
    if saved_again:
        del text["num_nextn_predict_layers"]
        vision |= {"in_channels": 3, "rope_parameters": {"rope_type": "axial", "rope_theta": 10000.0}}
    return {"architectures": ["GlmOcrForConditionalGeneration"], "model_type": "glm_ocr", "tie_word_embeddings": tie, "dtype": "bfloat16",
            "image_token_id": image, "image_start_token_id": IMAGE_BEGIN, "image_end_token_id": IMAGE_END, "video_token_id": 203,
            "video_start_token_id": 204, "video_end_token_id": 205, "text_config": text, "vision_config": vision}


def shapes_of(config_json, next_layer=True):
    """Tensor names and shapes by instantiating the public class without memory; and the layer it leaves out."""
    import torch
    from transformers import GlmOcrConfig, GlmOcrForConditionalGeneration
    with torch.device("meta"):
        model = GlmOcrForConditionalGeneration(GlmOcrConfig(**config_json))
    out = {name: tuple(tensor.shape) for name, tensor in model.state_dict().items()
           if not (name == "lm_head.weight" and config_json["tie_word_embeddings"])}
    if next_layer:
        layers, width = config_json["text_config"]["num_hidden_layers"], config_json["text_config"]["hidden_size"]
        own, first = f"model.language_model.layers.{layers}.", "model.language_model.layers.0."
        out |= {own + name[len(first):]: shape for name, shape in list(out.items()) if name.startswith(first)}
        out |= {own + "enorm.weight": (width,), own + "hnorm.weight": (width,), own + "eh_proj.weight": (width, 2 * width),
                own + "shared_head.norm.weight": (width,)}
    return out


def prompt_ids(counts, rng, vocabulary=256):
    """A plausible prompt: text, and each picture between its marks."""
    def words(n):
        return [int(i) for i in rng.integers(0, IMAGE, n)]
    ids = [210, 211] + words(int(rng.integers(1, 3)))
    for n in counts:
        ids += [IMAGE_BEGIN] + [IMAGE] * n + [IMAGE_END] + words(int(rng.integers(0, 4)))
    return ids + words(int(rng.integers(3, 9))) + [212, 10]


def image_tokens(images, processor):
    """Tokens of each picture by the public size rule."""
    from transformers.models.glm46v.image_processing_pil_glm46v import smart_resize
    factor, frames, size = processor["patch_size"] * processor["merge_size"], processor["temporal_patch_size"], processor["size"]
    sizes = [smart_resize(frames, h, w, frames, factor, size["shortest_edge"], size["longest_edge"]) for w, h in images]
    return [h * w // factor ** 2 for h, w in sizes]


def fixture(name, text, vision, images, rng, tie=False, saved_again=False, next_layer=True, gains=(), step=4, shortest=12544,
            longest=9633792):
    made = config(dict(text), dict(vision), tie, saved_again)
    v = made["vision_config"]
    processor = {"image_processor_type": "Glm46VImageProcessor", "processor_class": "Glm46VProcessor", "do_rescale": True,
                 "size": {"shortest_edge": shortest, "longest_edge": longest}, "patch_size": v["patch_size"],
                 "temporal_patch_size": v["temporal_patch_size"], "merge_size": v["spatial_merge_size"],
                 "image_mean": [0.48145466, 0.4578275, 0.40821073], "image_std": [0.26862954, 0.26130258, 0.27577711]}
    files = {"config.json": made, "preprocessor_config.json": processor,
             "generation_config.json": {"do_sample": False, "eos_token_id": [254, 255], "pad_token_id": 254}}
    return common.Fixture(name, FAMILY, files, shapes_of(made, next_layer), images, prompt_ids(image_tokens(images, processor), rng),
                          gains=list(gains), step=step)


# The norms behind attention and MLP decide how much a block says.
GAINS = [("embed_tokens", 0.5), ("lm_head", 3.0), ("q_proj.weight", 1.5), ("k_proj.weight", 1.5), ("qkv.weight", 1.3)]


def fixtures():
    rng = np.random.default_rng(7)
    text = {"hidden_size": 48, "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 16, "intermediate_size": 80,
            "num_hidden_layers": 2, "vocab_size": 256, "rms_norm_eps": 1e-5, "mrope_section": [2, 3, 3]}
    vision = {"hidden_size": 48, "num_heads": 3, "intermediate_size": 64, "depth": 3, "rms_norm_eps": 1e-5}
    wide = {"hidden_size": 72, "num_attention_heads": 3, "num_key_value_heads": 1, "head_dim": 32, "intermediate_size": 56,
            "num_hidden_layers": 3, "vocab_size": 256, "rms_norm_eps": 1e-4, "mrope_section": [4, 6, 6], "rope_theta": 1e6}
    tall = {"hidden_size": 40, "num_heads": 2, "intermediate_size": 60, "depth": 2, "rms_norm_eps": 1e-3}
    plain = dict(text, num_key_value_heads=4, num_hidden_layers=1, head_dim=24, mrope_section=[4, 5, 3])
    return [
        # Two pictures as large as they are, a head of its own, the next-token layer beside it.
        fixture("two", text, vision, [(140, 84), (112, 56)], rng, gains=GAINS),
        # One picture that is resized, one key head for three; saved again, tied head, no next-token layer.
        fixture("tied", wide, tall, [(157, 131)], rng, tie=True, saved_again=True, next_layer=False, gains=GAINS, step=8),
        # Five pictures of mixed size, one too small; every head its own keys; smaller patches.
        fixture("five", plain, dict(vision, depth=2, patch_size=8), [(64, 64), (96, 32), (32, 112), (20, 12), (80, 64)], rng, gains=GAINS,
                shortest=2048),
    ]


def random_fixture(rng):
    kv_heads = int(rng.choice([1, 2, 3]))
    heads = kv_heads * int(rng.choice([1, 2, 3]))
    head_dim = int(rng.choice([8, 16, 24, 32, 40, 64, 128]))
    partial = float(rng.choice([1.0, 1.0, 0.5])) if head_dim % 4 == 0 else 1.0
    pairs = int(head_dim * partial) // 2
    a = int(rng.integers(1, pairs - 1)) if pairs > 2 else 1
    b = int(rng.integers(0, pairs - a + 1))
    v_heads, v_dim = int(rng.choice([1, 2, 3, 4])), int(rng.choice([8, 16, 20, 32, 40, 64]))
    text = {"hidden_size": int(rng.integers(3, 20)) * 8, "num_attention_heads": heads, "num_key_value_heads": kv_heads, "head_dim": head_dim,
            "intermediate_size": int(rng.integers(5, 200)), "num_hidden_layers": int(rng.integers(1, 5)), "partial": partial,
            "vocab_size": int(rng.integers(256, 700)), "rms_norm_eps": float(rng.choice([1e-6, 1e-5, 1e-2])),
            "mrope_section": [a, b, pairs - a - b], "rope_theta": float(rng.choice([1e4, 1e6])), "max_position_embeddings": 8192}
    vision = {"hidden_size": v_heads * v_dim, "num_heads": v_heads, "intermediate_size": int(rng.integers(5, 150)),
              "depth": int(rng.integers(1, 5)), "patch_size": int(rng.choice([14, 14, 14, 16, 8])), "rms_norm_eps": float(rng.choice([1e-6, 1e-5, 1e-2])),
              "attention_bias": bool(rng.integers(0, 3)), "temporal_patch_size": int(rng.choice([2, 2, 1])),
              "spatial_merge_size": int(rng.choice([2, 2, 2, 1, 3]))}
    images = [(int(rng.integers(10, 420)), int(rng.integers(10, 420))) for _ in range(int(rng.choice([0, 1, 1, 2, 3, 5])))]
    return fixture("random", text, vision, images, rng, tie=bool(rng.integers(0, 2)), saved_again=bool(rng.integers(0, 2)),
                   next_layer=bool(rng.integers(0, 2)), gains=GAINS, step=1)


if __name__ == "__main__":
    common.write_folders(load, fixtures())
