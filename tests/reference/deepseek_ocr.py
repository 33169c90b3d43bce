"""DeepSeek-OCR and DeepSeek-OCR-2 by public classes of transformers.

Both decoders, both SAM encoders and the second version's query encoder are its deepseek_ocr2 classes; the first version's
CLIP stage is its CLIP encoder with quick GELU, given SAM's features. What lies between (views, position tables, the order
of rows, newlines and separator) follows the published modelling code.

    python tests/reference/deepseek_ocr.py OUTDIR       (deepseek_ocr_2.py likewise)

writes the committed fixtures as model folders with golden.safetensors.
"""
import collections.abc
import json
import math
import pathlib

import numpy as np

import common

FAMILY = "deepseek_ocr"
IMAGE = 200   # the small vocabularies' placeholder


# ---------------------------------------------------------------- views

def modes(version, cells_small, cells):
    """name → (pixels of the page, pixels of a tile, tiles, stretched), in units of one cell of the features."""
    if version == 2:
        return {"": (cells, cells_small, 6, False), "base": (cells, 0, 0, False), "small": (cells_small, 0, 0, True)}
    up = lambda n, d: -(-cells * n // d)
    return {"": (cells, up(5, 8), 6, False), "gundam:9": (cells, up(5, 8), 9, False), "gundam-m": (up(5, 4), cells, 6, False),
            "tiny": (up(1, 2), 0, 0, True), "small": (up(5, 8), 0, 0, True), "base": (cells, 0, 0, False), "large": (up(5, 4), 0, 0, False)}


def closest_grid(width, height, tile, most):
    best, least = (1, 1), math.inf
    grids = sorted(((i, j) for i in range(1, most + 1) for j in range(1, most + 1) if 2 <= i * j <= most), key=lambda g: g[0] * g[1])
    for i, j in grids:
        apart = abs(width / height - i / j)
        if apart < least or (apart == least and width * height > 0.5 * tile * tile * i * j):
            best, least = (i, j), apart
    return best


def views(image, base, tile, most, stretched):
    """Pillow pictures: the page, then its tiles; and the grid of tiles."""
    from PIL import Image, ImageOps
    page = image.resize((base, base), Image.BICUBIC) if stretched else image
    out = [ImageOps.pad(page, (base, base), color=(127, 127, 127))]
    if not tile or max(image.size) <= tile:
        return out, (0, 0)
    columns, rows = closest_grid(*image.size, tile, most)
    large = image.resize((columns * tile, rows * tile), Image.BICUBIC)
    for y in range(rows):
        for x in range(columns):
            out.append(large.crop((x * tile, y * tile, (x + 1) * tile, (y + 1) * tile)))
    return out, (columns, rows)


def pixels(image):
    return ((np.asarray(image, np.float32) / np.float32(255) - np.float32(0.5)) / np.float32(0.5)).transpose(2, 0, 1)


# ---------------------------------------------------------------- the public implementation

class Weights(collections.abc.Mapping):
    """The tensors of a folder's files in f32, each read when asked for: a published checkpoint fits in memory once only."""

    def __init__(self, folder):
        from safetensors import safe_open
        files = [safe_open(f, "pt") for f in sorted(pathlib.Path(folder).glob("*.safetensors")) if f.name != "golden.safetensors"]
        self.files = {name: f for f in files for name in f.keys()}

    def __getitem__(self, name):
        return self.files[name].get_tensor(name).float()

    def __iter__(self):
        return iter(self.files)

    def __len__(self):
        return len(self.files)


class Reference:
    def __init__(self, folder, dtype, device):
        import torch
        self.torch, self.device, self.dtype = torch, device, dtype
        self.config = json.loads((pathlib.Path(folder) / "config.json").read_text())
        self.version = 2 if self.config["architectures"] == ["DeepseekOCR2ForCausalLM"] else 1
        self.stop_ids = common.stop_ids(folder)
        self.weights = Weights(folder)
        self.image_id = self.config.get("image_token_id", 128815)
        with torch.no_grad():
            self.build()

    def take(self, module, names):
        """Loads a module: {its name: the file's name, or a tensor}; every parameter must be named."""
        state = {own: self.weights[name] if isinstance(name, str) else name for own, name in names.items()}
        missing, unexpected = module.load_state_dict(state, strict=False)
        assert not missing and not unexpected, (missing, unexpected)
        return module.to(self.device, self.dtype).eval()

    def tensor(self, name):
        return self.weights[name].to(self.device, self.dtype)

    def build(self):
        self.build_sam()
        self.build_clip() if self.version == 1 else self.build_encoder()
        self.build_text()
        self.side = self.cells()
        projector = self.config["projector_config"]
        self.ratio = projector.get("downsample_ratio", 2) if projector["projector_type"] == "downsample_mlp_gelu" else 1
        nn, linears = self.torch.nn, []
        for name in sorted(n for n in self.weights if n.startswith("model.projector.layers") and n.endswith("weight")):
            out, width = self.weights[name].shape
            linears.append(self.take(nn.Linear(width, out), {"weight": name, "bias": name[:-6] + "bias"}))
        self.projector = nn.Sequential(*[m for l in linears for m in (nn.GELU(), l)][1:])

    def build_sam(self):
        from transformers.models.deepseek_ocr2.configuration_deepseek_ocr2 import DeepseekOcr2SamVisionConfig
        from transformers.models.deepseek_ocr2.modeling_deepseek_ocr2 import DeepseekOcr2SamVisionEncoder
        w, sam = self.weights, "model.sam_model."
        given = self.config["vision_config"]["width"]["sam_vit_b"]
        width, _, patch, _ = w[sam + "patch_embed.proj.weight"].shape
        windowed = [i for i in range(given["layers"]) if i not in given["global_attn_indexes"]]
        window = (w[f"{sam}blocks.{windowed[0]}.attn.rel_pos_h"].shape[0] + 1) // 2 if windowed else 14
        self.patch = patch
        config = DeepseekOcr2SamVisionConfig(
            hidden_size=width, output_channels=w[sam + "neck.0.weight"].shape[0], num_hidden_layers=given["layers"],
            num_attention_heads=given["heads"], image_size=w[sam + "pos_embed"].shape[1] * patch, patch_size=patch,
            window_size=window, global_attn_indexes=given["global_attn_indexes"], mlp_dim=w[sam + "blocks.0.mlp.lin1.weight"].shape[0],
            downsample_channels=[w[sam + "net_2.weight"].shape[0], w[sam + "net_3.weight"].shape[0]])
        config._attn_implementation = "eager"
        model = DeepseekOcr2SamVisionEncoder(config)
        names = {"pos_embed": sam + "pos_embed", "neck.conv1.weight": sam + "neck.0.weight", "neck.conv2.weight": sam + "neck.2.weight",
                 "proj.conv1.weight": sam + "net_2.weight", "proj.conv2.weight": sam + "net_3.weight"}
        for leaf in ("weight", "bias"):
            names |= {f"patch_embed.projection.{leaf}": f"{sam}patch_embed.proj.{leaf}", f"neck.layer_norm1.{leaf}": f"{sam}neck.1.{leaf}",
                      f"neck.layer_norm2.{leaf}": f"{sam}neck.3.{leaf}"}
        for i in range(given["layers"]):
            own, name = f"layers.{i}.", f"{sam}blocks.{i}."
            names |= {own + f"attn.rel_pos_{a}": name + f"attn.rel_pos_{a}" for a in "hw"}
            for leaf in ("weight", "bias"):
                names |= {f"{own}layer_norm{n}.{leaf}": f"{name}norm{n}.{leaf}" for n in (1, 2)}
                names |= {f"{own}{part}.{leaf}": f"{name}{part}.{leaf}" for part in ("attn.qkv", "attn.proj", "mlp.lin1", "mlp.lin2")}
        self.sam = self.take(model, names)

    def build_clip(self):
        from transformers.models.clip.configuration_clip import CLIPVisionConfig
        from transformers.models.clip.modeling_clip import CLIPEncoder
        w, clip = self.weights, "model.vision_model."
        given = self.config["vision_config"]["width"]["clip-l-14-224"]
        width = w[clip + "embeddings.class_embedding"].shape[0]
        config = CLIPVisionConfig(hidden_size=width, intermediate_size=w[clip + "transformer.layers.0.mlp.fc1.weight"].shape[0],
                                  num_hidden_layers=given["layers"], num_attention_heads=given["heads"], hidden_act="quick_gelu",
                                  layer_norm_eps=1e-5)
        config._attn_implementation = "eager"
        names = {}
        for i in range(given["layers"]):
            own, name = f"layers.{i}.", f"{clip}transformer.layers.{i}."
            for leaf in ("weight", "bias"):
                for part, tensor in zip("qkv", w[f"{name}self_attn.qkv_proj.{leaf}"].chunk(3)):
                    names[f"{own}self_attn.{part}_proj.{leaf}"] = tensor
                names |= {f"{own}{part}.{leaf}": f"{name}{part}.{leaf}" for part in ("self_attn.out_proj", "layer_norm1", "layer_norm2", "mlp.fc1", "mlp.fc2")}
        self.clip = self.take(CLIPEncoder(config), names)
        norm = self.torch.nn.LayerNorm(width, eps=1e-5)
        self.pre_norm = self.take(norm, {leaf: f"{clip}pre_layrnorm.{leaf}" for leaf in ("weight", "bias")})

    def build_encoder(self):
        from transformers.models.deepseek_ocr2.configuration_deepseek_ocr2 import DeepseekOcr2VisionEncoderConfig
        from transformers.models.deepseek_ocr2.modeling_deepseek_ocr2 import DeepseekOcr2VisionEncoder
        w, encoder = self.weights, "model.qwen2_model."
        given = self.config["vision_config"]["width"]["qwen2-0-5b"]
        layer = encoder + "model.model.layers."
        q, width = w[layer + "0.self_attn.q_proj.weight"].shape
        heads = given.get("heads", q // 64)
        config = DeepseekOcr2VisionEncoderConfig(
            hidden_size=width, intermediate_size=w[layer + "0.mlp.gate_proj.weight"].shape[0],
            num_hidden_layers=sum(n.startswith(layer) and n.endswith("input_layernorm.weight") for n in w), num_attention_heads=heads,
            num_key_value_heads=w[layer + "0.self_attn.k_proj.weight"].shape[0] * heads // q, vocab_size=8,
            rope_parameters={"rope_type": "default", "rope_theta": 1e6})
        config._attn_implementation = "eager"
        names = {n[len(encoder + "model.model."):]: n for n in w if n.startswith(encoder + "model.model.")}
        self.encoder = self.take(DeepseekOcr2VisionEncoder(config), names)

    def build_text(self):
        from transformers.models.deepseek_ocr2.configuration_deepseek_ocr2 import DeepseekOcr2TextConfig
        from transformers.models.deepseek_ocr2.modeling_deepseek_ocr2 import DeepseekOcr2TextModel
        given = self.config["language_config"]
        keys = ("hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads", "vocab_size",
                "max_position_embeddings", "n_routed_experts", "n_shared_experts", "num_experts_per_tok", "moe_intermediate_size", "topk_method")
        dense = given["first_k_dense_replace"]
        config = DeepseekOcr2TextConfig(**{k: given[k] for k in keys}, rms_norm_eps=given.get("rms_norm_eps", 1e-6),
                                        rope_parameters={"rope_type": "default", "rope_theta": given.get("rope_theta", 10000.0)},
                                        mlp_layer_types=["dense" if i < dense else "sparse" for i in range(given["num_hidden_layers"])])
        config._attn_implementation = config._experts_implementation = "eager"
        names, w = {}, self.weights
        for name in w:
            if name.startswith(("model.embed_tokens", "model.norm", "model.layers")) and ".mlp.experts." not in name:
                names[name[len("model."):]] = name
        for i in range(dense, given["num_hidden_layers"]):
            experts = [{p: w[f"model.layers.{i}.mlp.experts.{e}.{p}_proj.weight"] for p in ("gate", "up", "down")} for e in range(given["n_routed_experts"])]
            names[f"layers.{i}.mlp.experts.gate_up_proj"] = self.torch.stack([self.torch.cat([e["gate"], e["up"]]) for e in experts])
            names[f"layers.{i}.mlp.experts.down_proj"] = self.torch.stack([e["down"] for e in experts])
        self.text = self.take(DeepseekOcr2TextModel(config), names)
        self.dense = dense
        self.lm_head = self.take(self.torch.nn.Linear(config.hidden_size, config.vocab_size, bias=False), {"weight": "lm_head.weight"})

    # -- what the classes above do not do

    def cells(self):
        """Sides of the features of the smaller view and of the whole page."""
        root = lambda n: math.isqrt(n)
        if self.version == 2:
            return root(self.weights["model.qwen2_model.query_768.weight"].shape[0]), root(self.weights["model.qwen2_model.query_1024.weight"].shape[0])
        return 0, root(self.weights["model.vision_model.embeddings.position_embedding.weight"].shape[0] - 1)

    def prepare(self, images, ids=None, prompt=None, mode=""):
        cell = 4 * self.patch
        base, tile, most, stretched = modes(self.version, *self.side)[mode]
        made = [views(image, base * cell, tile * cell, most, stretched) for image in images]
        counts = [self.tokens(m) for m in made]
        if ids is None:
            ids = self.plain_ids(prompt, counts)
        assert sum(counts) == sum(i == self.image_id for i in ids), f"placeholders: {counts} needed"
        return {"input_ids": np.array(ids), "views": made}

    def plain_ids(self, prompt, counts):
        from tokenizers import Tokenizer
        tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        ids = [self.config.get("bos_token_id", 0)]
        for count in counts:
            ids += [self.image_id] * count + tokenizer.encode("\n", add_special_tokens=False).ids
        return ids + tokenizer.encode(prompt, add_special_tokens=False).ids

    def projected_side(self, view):
        grid = view.size[0] // self.patch
        return -(-(((grid + 1) // 2 + 1) // 2) // self.ratio)

    def tokens(self, made):
        page, (columns, rows) = self.projected_side(made[0][0]), made[1]
        tile = self.projected_side(made[0][1]) if columns else 0
        if self.version == 2:
            return page * page + columns * rows * tile * tile + 1
        return page * (page + 1) + rows * tile * (columns * tile + 1) + 1

    def resampled(self, table, side):
        """[1, channels, n, n] as the published code resizes it."""
        if table.shape[-1] == side:
            return table
        return self.torch.nn.functional.interpolate(table.float(), size=(side, side), mode="bicubic", antialias=True, align_corners=False).to(table.dtype)

    def second_stage(self, features, side):
        """features [side², width] → rows for the projector."""
        torch = self.torch
        if self.version == 2:
            queries = next(self.tensor(f"model.qwen2_model.query_{n}.weight") for n in (768, 1024)
                           if self.weights[f"model.qwen2_model.query_{n}.weight"].shape[0] == len(features))
            return self.encoder(inputs_embeds=torch.cat([features, queries])[None], num_patches=len(features)).last_hidden_state[0, len(features):]
        table = self.tensor("model.vision_model.embeddings.position_embedding.weight")
        grid = table[1:].reshape(1, self.side[1], self.side[1], -1).permute(0, 3, 1, 2)
        positions = torch.cat([table[:1], self.resampled(grid, side)[0].permute(1, 2, 0).reshape(side * side, -1)])
        z = torch.cat([self.tensor("model.vision_model.embeddings.class_embedding")[None], features]) + positions
        y = self.clip(inputs_embeds=self.pre_norm(z)[None]).last_hidden_state[0, 1:]
        return torch.cat([y, features], dim=-1)

    def project(self, x, side):
        if self.ratio > 1:
            F = self.torch.nn.functional
            missing = -side % self.ratio
            x = F.pad(x.reshape(1, side, side, -1), (0, 0, 0, missing, 0, missing)).permute(0, 3, 1, 2)
            x = F.unfold(x, kernel_size=self.ratio, stride=self.ratio)[0].T
        return self.projector(x)

    def view(self, image, number, steps):
        torch = self.torch
        values = pixels(image)
        steps[f"pixel_values.{number}"] = values
        name = f"vision.{number}"
        rows = lambda x: x.reshape(-1, x.shape[-1])
        channels = lambda x: x[0].permute(1, 2, 0).reshape(-1, x.shape[1])
        with common.Hooks() as hooks:
            hooks.add_input(self.sam.layers[0], f"{name}.sam.patch_embed", rows)   # patches and positions
            for i, layer in enumerate(self.sam.layers):
                hooks.add(layer, f"{name}.sam.blocks.{i}", rows)
            hooks.add(self.sam.neck, f"{name}.sam.neck", channels)
            hooks.add(self.sam.proj.conv1, f"{name}.sam.net_2", channels)
            hooks.add(self.sam.proj.conv2, f"{name}.sam.net_3", channels)
            for i, layer in enumerate(self.clip.layers if self.version == 1 else self.encoder.layers):
                hooks.add(layer, f"{name}.{'clip' if self.version == 1 else 'encoder'}.blocks.{i}", rows)
            features = self.sam(torch.tensor(values, device=self.device, dtype=self.dtype)[None]).last_hidden_state
            side = features.shape[-1]
            out = self.project(self.second_stage(channels(features), side), side)
        steps.update(hooks.steps)
        steps[f"{name}.projector"] = common.as_array(out)
        return out

    def picture(self, made, first, steps):
        """The rows of one picture: tiles, the whole page, the separator."""
        torch = self.torch
        shown, (columns, rows) = made
        out = [self.view(v, first + i, steps) for i, v in enumerate(shown)]
        end = self.tensor("model.view_seperator")[None]
        if self.version == 2:
            return torch.cat(out[1:] + out[:1] + [end])
        newline = self.tensor("model.image_newline")
        def lines(x):  # [height, width, hidden], a newline after each row
            return torch.cat([x, newline.expand(x.shape[0], 1, -1)], dim=1).reshape(-1, x.shape[-1])
        square = lambda x: x.reshape(math.isqrt(len(x)), math.isqrt(len(x)), -1)
        parts = []
        if columns:
            tiles = torch.stack([square(x) for x in out[1:]])
            n, side, _, hidden = tiles.shape
            parts.append(lines(tiles.reshape(rows, columns, side, side, hidden).permute(0, 2, 1, 3, 4).reshape(rows * side, columns * side, hidden)))
        return torch.cat(parts + [lines(square(out[0])), end])

    def prefill(self, inputs):
        torch = self.torch
        steps, parts, number = {}, [], 0
        with torch.no_grad():
            for made in inputs["views"]:
                parts.append(self.picture(made, number, steps))
                number += len(made[0])
            ids = torch.tensor(inputs["input_ids"], device=self.device)
            x = self.text.embed_tokens(ids)
            steps |= {"input_ids": inputs["input_ids"], "position_ids": np.arange(len(ids))}
            if parts:
                merged = torch.cat(parts)
                x[ids == self.image_id] = merged
                steps |= {"vision.merger": merged, "grid_thw": np.array([(1, rows, columns) for _, (columns, rows) in inputs["views"]])}
            steps["text.inputs_embeds"] = x
            with common.Hooks() as hooks:
                handles = []
                for i, layer in enumerate(self.text.layers):
                    hooks.add(layer.self_attn, f"text.layers.{i}.attn", lambda x: x[0])
                    hooks.add(layer.mlp, f"text.layers.{i}.mlp", lambda x: x[0])
                    hooks.add(layer, f"text.layers.{i}", lambda x: x[0])
                    if i >= self.dense:
                        handles.append(layer.mlp.gate.register_forward_hook(self.routing(f"text.layers.{i}", steps)))
                hooks.add(self.text.norm, "text.norm", lambda x: x[0])
                out = self.text(inputs_embeds=x[None], use_cache=True)
                logits = self.lm_head(out.last_hidden_state[0, -1])
                for handle in handles:
                    handle.remove()
        self.cache = out.past_key_values
        return {k: common.as_array(v) for k, v in (steps | hooks.steps | {"logits": logits}).items()}

    def routing(self, name, steps):
        def hook(_module, _inputs, out):
            scores, weights, chosen = out
            order = weights.argsort(dim=-1, descending=True)
            steps[name + ".experts"] = chosen.gather(-1, order)
            steps["reference.router." + name] = scores
        return hook

    def next(self, token):
        torch = self.torch
        with torch.no_grad():
            x = self.text.embed_tokens(torch.tensor([[token]], device=self.device))
            out = self.text(inputs_embeds=x, past_key_values=self.cache, use_cache=True)
            return self.lm_head(out.last_hidden_state[0, -1])


def load(folder, dtype, device="cpu"):
    made = Reference(folder, dtype, device)
    made.folder = pathlib.Path(folder)
    return made


# ---------------------------------------------------------------- small checkpoints

def make_config(version, text, sam, second, projector):
    """config.json as published: the text model's fields at top level, too."""
    language = {"architectures": ["DeepseekV2ForCausalLM"], "bos_token_id": 0, "eos_token_id": 1, "first_k_dense_replace": 1, "lm_head": True,
                "max_position_embeddings": 2048, "n_group": 1, "topk_group": 1, "topk_method": "greedy", "use_mla": False, "q_lora_rank": None,
                "kv_lora_rank": None, "qk_nope_head_dim": 0, "qk_rope_head_dim": 0, "v_head_dim": 0, "rm_head": False,
                "torch_dtype": "bfloat16"} | text
    name = "DeepseekOCRForCausalLM" if version == 1 else "DeepseekOCR2ForCausalLM"
    stage = {"clip-l-14-224": second} if version == 1 else {"qwen2-0-5b": second}
    return {"architectures": [name], "auto_map": {"AutoModel": f"modeling_deepseekocr{'' if version == 1 else '2'}.{name}"},
            "candidate_resolutions": [[1024, 1024]], "global_view_pos": "head", "model_type": "deepseek_vl_v2", "tile_tag": "2D",
            "torch_dtype": "bfloat16", "image_token_id": IMAGE, "language_config": language, "projector_config": projector,
            "vision_config": {"cls": "deepencoder", "image_size": 1024, "mlp_ratio": 3.7362, "model_name": "deeplip_b_l", "model_type": "vision",
                              "width": stage | {"sam_vit_b": sam}}} | {k: v for k, v in language.items() if k != "architectures"}


def shapes(version, c, sizes):
    """Every tensor of the published files."""
    text, width = c["language_config"], c["vision_config"]["width"]
    sam, out, s = width["sam_vit_b"], {}, sizes
    w, head, hidden = sam["width"], sam["width"] // sam["heads"], text["hidden_size"]
    def both(name, *shape):
        out[name + ".weight"], out[name + ".bias"] = shape, shape[:1]
    def norm(name, n):
        out[name + ".weight"] = out[name + ".bias"] = (n,)
    p = "model.sam_model."
    both(p + "patch_embed.proj", w, 3, s["patch"], s["patch"])
    out[p + "pos_embed"] = (1, s["grid"], s["grid"], w)
    for i in range(sam["layers"]):
        b, k = f"{p}blocks.{i}.", s["grid"] if i in sam["global_attn_indexes"] else s["window"]
        norm(b + "norm1", w), norm(b + "norm2", w)
        both(b + "attn.qkv", 3 * w, w), both(b + "attn.proj", w, w), both(b + "mlp.lin1", s["sam_mlp"], w), both(b + "mlp.lin2", w, s["sam_mlp"])
        out[b + "attn.rel_pos_h"] = out[b + "attn.rel_pos_w"] = (2 * k - 1, head)
    out[p + "neck.0.weight"], out[p + "neck.2.weight"] = (s["neck"], w, 1, 1), (s["neck"], s["neck"], 3, 3)
    norm(p + "neck.1", s["neck"]), norm(p + "neck.3", s["neck"])
    second = width["clip-l-14-224"]["width"] if version == 1 else width["qwen2-0-5b"]["dim"]
    out[p + "net_2.weight"], out[p + "net_3.weight"] = (s["net_2"], s["neck"], 3, 3), (second, s["net_2"], 3, 3)
    if version == 1:
        p, m = "model.vision_model.", second
        out[p + "embeddings.class_embedding"] = (m,)
        out[p + "embeddings.patch_embedding.weight"] = (m, 3, 14, 14)
        out[p + "embeddings.position_embedding.weight"] = (s["side"] ** 2 + 1, m)
        norm(p + "pre_layrnorm", m)
        for i in range(width["clip-l-14-224"]["layers"]):
            b = f"{p}transformer.layers.{i}."
            norm(b + "layer_norm1", m), norm(b + "layer_norm2", m)
            both(b + "self_attn.qkv_proj", 3 * m, m), both(b + "self_attn.out_proj", m, m)
            both(b + "mlp.fc1", s["mlp"], m), both(b + "mlp.fc2", m, s["mlp"])
    else:
        p, m, q, kv = "model.qwen2_model.", second, s["q_dim"], s["kv_dim"]
        out[p + "query_768.weight"], out[p + "query_1024.weight"] = (s["small"] ** 2, m), (s["side"] ** 2, m)
        for i in range(s["layers"]):
            b = f"{p}model.model.layers.{i}."
            out[b + "input_layernorm.weight"] = out[b + "post_attention_layernorm.weight"] = (m,)
            both(b + "self_attn.q_proj", q, m), both(b + "self_attn.k_proj", kv, m), both(b + "self_attn.v_proj", kv, m)
            out[b + "self_attn.o_proj.weight"], out[b + "mlp.down_proj.weight"] = (m, q), (m, s["mlp"])
            out[b + "mlp.gate_proj.weight"] = out[b + "mlp.up_proj.weight"] = (s["mlp"], m)
        out[p + "model.model.norm.weight"] = (m,)
    joined = 2 * second if version == 1 else second
    projector = c["projector_config"]
    if projector["projector_type"] == "linear":
        both("model.projector.layers", hidden, joined)
    else:
        wide = hidden * projector["mlp_ratio"]
        both("model.projector.layers.0", wide, joined * projector["downsample_ratio"] ** 2)
        for i in range(1, projector["depth"]):
            both(f"model.projector.layers.{2 * i}", hidden if i + 1 == projector["depth"] else wide, wide)
    if version == 1:
        out["model.image_newline"] = (hidden,)
    out["model.view_seperator"] = out["model.norm.weight"] = (hidden,)
    out["model.embed_tokens.weight"] = out["lm_head.weight"] = (text["vocab_size"], hidden)
    kv = hidden * text["num_key_value_heads"] // text["num_attention_heads"]
    def mlp(name, n):
        out[name + "gate_proj.weight"] = out[name + "up_proj.weight"] = (n, hidden)
        out[name + "down_proj.weight"] = (hidden, n)
    for i in range(text["num_hidden_layers"]):
        b = f"model.layers.{i}."
        out[b + "input_layernorm.weight"] = out[b + "post_attention_layernorm.weight"] = (hidden,)
        for part, n in (("q", hidden), ("k", kv), ("v", kv), ("o", hidden)):
            out[f"{b}self_attn.{part}_proj.weight"] = (n, hidden)
        if i < text["first_k_dense_replace"]:
            mlp(b + "mlp.", text["intermediate_size"])
            continue
        out[b + "mlp.gate.weight"] = (text["n_routed_experts"], hidden)
        for e in range(text["n_routed_experts"]):
            mlp(f"{b}mlp.experts.{e}.", text["moe_intermediate_size"])
        mlp(b + "mlp.shared_experts.", text["moe_intermediate_size"] * text["n_shared_experts"])
    return out


GAINS = [("embed_tokens", 0.5), ("lm_head", 3.0), ("mlp.gate.weight", 3.0), ("q_proj.weight", 1.5), ("k_proj.weight", 1.5), ("qkv", 1.3),
         ("rel_pos", 1.0), ("pos_embed", 20.0), ("position_embedding", 3.0), ("query_", 3.0)]


def fixture(name, version, text, sam, second, sizes, images, rng, mode="", projector=None, step=4):
    width = second["width"] * 2 if version == 1 else second["dim"]
    projector = {"projector_type": "linear", "input_dim": width, "n_embed": text["hidden_size"], "model_type": "mlp_projector"} | (projector or {})
    config = make_config(version, text, sam, second, projector)
    tensors = shapes(version, config, sizes)
    cell, ratio = 4 * sizes["patch"], projector.get("downsample_ratio", 1)
    base, tile, most, stretched = modes(version, sizes.get("small", 0), sizes["side"])[mode]
    ids = [0] + words(rng, int(rng.integers(0, 3)))
    from PIL import Image
    for w, h in images:
        shown, (columns, rows) = views(Image.new("RGB", (w, h)), base * cell, tile * cell, most, stretched)
        side = lambda n: -(-(((n // sizes["patch"] + 1) // 2 + 1) // 2) // ratio)
        page, part = side(base * cell), side(tile * cell)
        count = page ** 2 + columns * rows * part ** 2 + 1 if version == 2 else page * (page + 1) + rows * part * (columns * part + 1) * (columns > 0) + 1
        ids += [IMAGE] * count + words(rng, int(rng.integers(1, 4)))
    files = {"config.json": config, "generation_config.json": {"bos_token_id": 0, "eos_token_id": 1}}
    return common.Fixture(name, "deepseek_ocr" if version == 1 else "deepseek_ocr_2", files, tensors, images, ids + words(rng, int(rng.integers(3, 9))), gains=GAINS, mode=mode, step=step)


def words(rng, n):
    return [int(i) for i in rng.integers(2, IMAGE, n)]


TEXT = {"hidden_size": 48, "num_attention_heads": 3, "num_key_value_heads": 3, "intermediate_size": 72, "moe_intermediate_size": 20,
        "n_routed_experts": 12, "num_experts_per_tok": 3, "n_shared_experts": 2, "num_hidden_layers": 3, "vocab_size": 256}
SAM = {"width": 32, "heads": 2, "layers": 4, "global_attn_indexes": [1, 3], "downsample_channels": [24, 32]}
SIZES = {"patch": 4, "grid": 16, "window": 3, "sam_mlp": 64, "neck": 12, "net_2": 20}


def fixtures():
    rng = np.random.default_rng(7)
    clip, sizes = {"width": 24, "heads": 3, "layers": 2, "patch_size": 14, "image_size": 224}, SIZES | {"side": 4, "mlp": 40}
    mlp = {"projector_type": "downsample_mlp_gelu", "downsample_ratio": 2, "mlp_ratio": 2, "depth": 2}
    return [
        # The default mode: two tiles side by side and the page, windows that reach beyond both grids, resampled tables.
        fixture("tiles", 1, TEXT, SAM, clip, sizes, [(120, 70)], rng),
        # Enlarged tables, no tiles, two pictures.
        fixture("large", 1, dict(TEXT, num_key_value_heads=1), SAM, clip, sizes, [(50, 90), (33, 31)], rng, mode="large"),
        # Stretched to a small square; the projector that joins squares of four, with a rest at the edges.
        fixture("joined", 1, dict(TEXT, num_hidden_layers=2, first_k_dense_replace=0), dict(SAM, layers=2), clip, sizes, [(61, 40)], rng, mode="small", projector=mlp),
    ]


def random_fixture(rng, version=1):
    heads = int(rng.choice([1, 2, 3, 4]))
    hidden = heads * int(rng.choice([8, 16, 24, 32]))
    experts = int(rng.integers(2, 20))
    text = {"hidden_size": hidden, "num_attention_heads": heads, "num_key_value_heads": int(rng.choice([h for h in range(1, heads + 1) if heads % h == 0])),
            "intermediate_size": int(rng.integers(5, 120)), "moe_intermediate_size": int(rng.integers(3, 60)), "n_routed_experts": experts,
            "num_experts_per_tok": int(rng.integers(1, min(experts, 8) + 1)), "n_shared_experts": int(rng.integers(1, 4)),
            "num_hidden_layers": int(rng.integers(1, 4)), "first_k_dense_replace": int(rng.integers(0, 2)), "vocab_size": int(rng.integers(256, 500))}
    s_heads, layers = int(rng.choice([1, 2, 3])), int(rng.integers(1, 5))
    sam = {"width": s_heads * int(rng.choice([8, 16, 20, 64])), "heads": s_heads, "layers": layers, "downsample_channels": [1, 1],
           "global_attn_indexes": sorted(int(i) for i in rng.choice(layers, int(rng.integers(0, layers + 1)), replace=False))}
    side = int(rng.integers(3, 7))
    sizes = {"patch": int(rng.choice([4, 8])), "grid": int(rng.choice([4 * side, 12, 16])), "window": int(rng.integers(2, 9)), "sam_mlp": int(rng.integers(4, 90)),
             "neck": int(rng.integers(4, 30)), "net_2": int(rng.integers(4, 40)), "side": side, "mlp": int(rng.integers(4, 90))}
    s2 = int(rng.choice([1, 2, 4]))
    if version == 1:
        second = {"width": s2 * int(rng.choice([8, 12, 32])), "heads": s2, "layers": int(rng.integers(1, 4))}
        mode = str(rng.choice(["", "", "gundam:9", "gundam-m", "tiny", "small", "base", "large"]))
    else:
        kv, head = int(rng.choice([h for h in (1, 2, 4) if s2 % h == 0])), int(rng.choice([8, 16, 64]))
        second = {"dim": int(rng.integers(2, 8)) * 8, "heads": s2, "kv_heads": kv}
        second["dim"] = s2 * head   # the public class derives the heads' width from it
        sizes |= {"small": int(rng.integers(2, side)), "q_dim": s2 * head, "kv_dim": kv * head, "layers": int(rng.integers(1, 4))}
        mode = str(rng.choice(["", "", "small", "base"]))
    images = [(int(rng.integers(20, 300)), int(rng.integers(20, 300))) for _ in range(int(rng.choice([0, 1, 1, 2])))]
    return fixture("random", version, text, sam, second, sizes, images, rng, mode=mode, step=1)


if __name__ == "__main__":
    common.write_folders(load, fixtures())
