"""What the generators of all families share: values by rule, model folders, recorded steps, golden files.

A *fixture* describes a small checkpoint completely: the JSON files of its folder, the names and shapes of its tensors
with the size of their values, the pictures and the prompt ids. Values follow from names by a rule that C++ knows, too
(tests/support/fixture.h), so that only fixture.json and golden.safetensors are committed.

A family module (dots_ocr.py, qwen2_5_vl.py, …) has

    FAMILY                                      its name in config.json's terms and in tests/data/parity
    load(folder, dtype, device) -> reference    the public implementation on a model folder
    fixtures() -> [Fixture]                     what is committed
    random_fixture(rng) -> Fixture              what fuzz.py makes up

and its reference object

    prepare(images, ids=None, prompt=None, mode="") -> inputs    (PIL pictures; ids hold the placeholders)
    prefill(inputs) -> {name: array}            every step of DESIGN's trace table, and "logits"
    next(token) -> logits                       one more token on the cache that prefill left
    stop_ids                                    end tokens

See qwen2_5_vl.py for the shortest complete one.
"""
import dataclasses
import json
import os
import pathlib
import struct

import numpy as np

os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

GREEDY_TOKENS = 64
KEPT_VALUES = 1536   # of one step in a committed golden
MIN_MARGIN = 1e-3
NUMPY = {"F32": "<f4", "F16": "<f2", "I32": "<i4", "U8": "<u1", "U16": "<u2", "F64": "<f8", "I64": "<i8"}


# ---------------------------------------------------------------- values by rule

def fnv1a(name):
    h = 0xCBF29CE484222325
    for byte in name.encode():
        h = ((h ^ byte) * 0x100000001B3) & ((1 << 64) - 1)
    return h


def signed_units(name, count, seed=0):
    """2u - 1 for elements 0 … count-1, u from splitmix64 with 24 bits; seed 0 is the specifications' own rule."""
    start = (fnv1a(name) + seed * 0xD1B54A32D192ED03) & ((1 << 64) - 1)
    with np.errstate(over="ignore"):
        golden = np.uint64(0x9E3779B97F4A7C15)
        z = np.uint64(start) + np.arange(count, dtype=np.uint64) * golden + golden
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return 2.0 * ((z >> np.uint64(40)).astype(np.float64) / 2.0**24) - 1.0


def synthetic_image(k, width, height, step=4):
    """The specifications' picture k with its values rounded down to multiples of `step`."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    return ((7 * x + 13 * y + 29 * c + (x * y) % 31 + 11 * k) % 256 // step * step).astype(np.uint8)


def sizes_of(name, shape, gains=()):
    """(base, scale) of a tensor: values are base + scale * s. gains: [(part of a name, factor)], the first that fits."""
    gain = next((g for part, g in gains if part in name), 1.0)
    if len(shape) == 1 and name.endswith("weight"):
        return 1.0, 0.25 * gain                   # norms
    if name.endswith("bias") or len(shape) <= 1:
        return 0.0, 0.1 * gain
    if "embed_tokens" in name:
        return 0.0, 1.0 * gain
    return 0.0, float(np.sqrt(3.0 / np.prod(shape[1:]))) * gain


def values(name, shape, base, scale, seed):
    s = signed_units(name, int(np.prod(shape)), seed)
    return (base + scale * s).astype(np.float32).reshape(shape)


# ---------------------------------------------------------------- safetensors

def to_bf16(x):
    """Bits of the nearest bfloat16, ties to even."""
    bits = np.ascontiguousarray(x, np.float32).view(np.uint32)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype("<u2")


def write_safetensors(path, tensors, metadata=None):
    """tensors: {name: array} or {name: (dtype, array of its bits)}."""
    names = {np.dtype(v).str: k for k, v in NUMPY.items()} | {"|u1": "U8"}
    header, offset, parts = {}, 0, []
    if metadata:
        header["__metadata__"] = metadata
    for name, tensor in tensors.items():
        dtype, array = tensor if isinstance(tensor, tuple) else (names[tensor.dtype.str], tensor)
        array = np.asarray(array, order="C")
        header[name] = {"dtype": dtype, "shape": list(array.shape), "data_offsets": [offset, offset + array.nbytes]}
        offset += array.nbytes
        parts.append(array)
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text)
        for array in parts:
            out.write(array.tobytes())


def read_safetensors(path):
    data = pathlib.Path(path).read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    header, body, out = json.loads(data[8:8 + size]), data[8 + size:], {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        raw = body[entry["data_offsets"][0]:entry["data_offsets"][1]]
        if entry["dtype"] == "BF16":
            array = (np.frombuffer(raw, "<u2").astype(np.uint32) << 16).view(np.float32)
        else:
            array = np.frombuffer(raw, NUMPY[entry["dtype"]])
        out[name] = array.reshape(entry["shape"])
    return out


# ---------------------------------------------------------------- fixtures

@dataclasses.dataclass
class Fixture:
    name: str
    family: str
    files: dict                 # "config.json" → its content
    shapes: dict                # tensor's name in the file → shape
    images: list                # [(width, height)]; picture k is synthetic_image(k, width, height, step)
    ids: list                   # prompt, placeholders expanded
    gains: list = dataclasses.field(default_factory=list)
    mode: str = ""
    seed: int = 0
    step: int = 4

    def recipe(self):
        tensors = [[name, list(shape), *sizes_of(name, shape, self.gains)] for name, shape in self.shapes.items()]
        return {"family": self.family, "seed": self.seed, "mode": self.mode, "images": [list(i) for i in self.images],
                "step": self.step, "ids": [int(i) for i in self.ids], "files": self.files, "tensors": tensors}

    def pictures(self):
        from PIL import Image
        return [Image.fromarray(synthetic_image(k, w, h, self.step)) for k, (w, h) in enumerate(self.images)]


def write_model(folder, recipe, dtype="BF16"):
    """The model folder a recipe describes, with its pictures and prompt beside it for lectern-cli trace."""
    from PIL import Image
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in recipe["files"].items():
        (folder / name).write_text(json.dumps(content, indent=2) + "\n")
    tensors = {}
    for name, shape, base, scale in recipe["tensors"]:
        x = values(name, shape, base, scale, recipe["seed"])
        tensors[name] = ("BF16", to_bf16(x)) if dtype == "BF16" else x.astype(NUMPY[dtype])
    write_safetensors(folder / "model.safetensors", tensors, {"format": "pt"})
    for k, (width, height) in enumerate(recipe["images"]):
        Image.fromarray(synthetic_image(k, width, height, recipe["step"])).save(folder / f"image_{k}.png")
    (folder / "ids.txt").write_text(",".join(str(i) for i in recipe["ids"]) + "\n")


def write_fixture(folder, recipe):
    lines = json.dumps({k: v for k, v in recipe.items() if k != "tensors"}, indent=1, ensure_ascii=False)[:-2]
    tensors = ",\n".join(json.dumps(t) for t in recipe["tensors"])
    pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    (pathlib.Path(folder) / "fixture.json").write_text(f'{lines},\n "tensors": [\n{tensors}\n]}}\n')


def stop_ids(folder):
    """End tokens as generation_config.json, else config.json, names them."""
    for name in ("generation_config.json", "config.json"):
        path = pathlib.Path(folder) / name
        found = json.loads(path.read_text()).get("eos_token_id") if path.exists() else None
        if found is not None:
            return found if isinstance(found, list) else [found]
    return []


# ---------------------------------------------------------------- recording

def as_array(x):
    return np.ascontiguousarray(x.detach().float().cpu().numpy() if hasattr(x, "detach") else np.asarray(x), np.float32)


class Hooks:
    """Records outputs of modules by name while it is open: with Hooks() as h: h.add(module, "vision.blocks.0")."""

    def __init__(self):
        self.steps, self.handles = {}, []

    def add(self, module, name, pick=lambda out: out, when=lambda: True):
        """pick: output of the module → the tensor; a batch dimension of one is dropped by the caller's pick."""
        def hook(_module, _inputs, out):
            if when() and name not in self.steps:
                out = pick(out[0] if isinstance(out, tuple) else out)
                self.steps[name] = as_array(out)
        self.handles.append(module.register_forward_hook(hook))

    def add_input(self, module, name, pick=lambda x: x):
        """The first input of a module."""
        def hook(_module, inputs, named):
            if name not in self.steps:
                self.steps[name] = as_array(pick(inputs[0] if inputs else named["hidden_states"]))
        self.handles.append(module.register_forward_pre_hook(hook, with_kwargs=True))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for handle in self.handles:
            handle.remove()


def top_two(logits):
    best = int(np.argmax(logits))
    rest = np.partition(logits, -2)[-2]
    return best, float(logits[best] - rest)


def greedy(reference, inputs, count, follow=None):
    """Steps of the prefill, tokens, margins and the logits each token was chosen from. With `follow` those tokens are
    fed instead of the chosen ones (teacher forcing)."""
    steps = reference.prefill(inputs)
    logits, tokens, margins, seen = steps["logits"], [], [], []
    while len(tokens) < count:
        best, margin = top_two(logits)
        token = best if follow is None else int(follow[len(tokens)])
        tokens.append(token)
        margins.append(margin)
        seen.append(logits)
        if (follow is None and token in reference.stop_ids) or len(tokens) == count or (follow is not None and len(tokens) == len(follow)):
            break
        logits = as_array(reference.next(token))
    return steps, tokens, margins, np.stack(seen) if seen else np.zeros((0, 0), np.float32)


def record(load, folder, images, ids=None, prompt=None, mode="", count=GREEDY_TOKENS, device="cpu", bf16=True,
           dtype=None):
    """Everything a golden file holds, from the f32 run (or one in dtype) and, with bf16, what the reference's own bf16 run
    is off by."""
    import torch
    reference = load(folder, dtype or torch.float32, device)
    inputs = reference.prepare(images, ids=ids, prompt=prompt, mode=mode)
    steps, tokens, margins, seen = greedy(reference, inputs, count)
    golden = dict(steps)
    golden["generated_ids"] = np.array(tokens, np.float32)
    golden["reference.margins"] = np.array(margins, np.float32)
    if not bf16:
        return golden
    del reference
    half = load(folder, torch.bfloat16, device)
    half_steps, _, _, half_seen = greedy(half, half.prepare(images, ids=ids, prompt=prompt, mode=mode), count, follow=tokens)
    assert set(half_steps) == set(steps)
    for name, want in steps.items():
        golden["bf16_error." + name] = error_of(half_steps[name], want, name)
    golden["bf16_error.generated_ids"] = error_of(half_seen, seen, "")
    return golden


def error_of(got, want, name):
    """[mean, largest] absolute difference; of expert numbers, the part that differs, twice."""
    if name.endswith(".experts"):
        part = float(np.mean(got != want))
        return np.array([part, part], np.float32)
    difference = np.abs(got.astype(np.float64) - want)
    return np.array([difference.mean(), difference.max()], np.float32)


def seeded(load, fixture, tries=200):
    """The fixture with the first seed whose greedy tokens are clear (every margin at least MIN_MARGIN) and varied."""
    import tempfile
    import torch
    for seed in range(fixture.seed, fixture.seed + tries):
        fixture.seed = seed
        with tempfile.TemporaryDirectory() as folder:
            write_model(folder, fixture.recipe())
            reference = load(folder, torch.float32, "cpu")
            inputs = reference.prepare(fixture.pictures(), ids=fixture.ids, mode=fixture.mode)
            _, tokens, margins, _ = greedy(reference, inputs, GREEDY_TOKENS)
        if len(tokens) == GREEDY_TOKENS and min(margins) >= MIN_MARGIN and len(set(tokens)) >= 12:
            print(f"{fixture.family}/{fixture.name}: seed {seed}, least margin {min(margins):.4f}, {len(set(tokens))} different tokens")
            return fixture
    raise SystemExit(f"{fixture.family}/{fixture.name}: no seed of {tries} is clear")


def write_folders(load, fixtures):
    """The command line of a family module: every fixture as a complete model folder with its golden."""
    import sys
    for fixture in fixtures:
        folder = pathlib.Path(sys.argv[1]) / fixture.name
        write_model(folder, seeded(load, fixture).recipe())
        write_golden(folder / "golden.safetensors", record(load, folder, fixture.pictures(), ids=fixture.ids, mode=fixture.mode))
        print(folder)


# ---------------------------------------------------------------- golden files

def encode(name, x, keep):
    """As it is; by a palette where there are few values; or, of tall ones, every keep-th row and the means of all."""
    rows = x.reshape(-1, x.shape[-1]) if x.ndim > 1 else x.reshape(1, -1)
    if keep > 1 and len(rows) > keep:
        chosen = np.unique(np.concatenate([np.arange(0, len(rows), keep), [len(rows) - 1]]))
        return {name + "#shape": np.array(x.shape, "<i4"), name + "#rows": chosen.astype("<i4"), name: rows[chosen],
                name + "#means": rows.astype(np.float64).mean(axis=1).astype(np.float32)}
    if x.size > 8192:
        palette, codes = np.unique(x, return_inverse=True)
        if palette.size <= 65536 and palette.size * 4 + x.size * (1 if palette.size <= 256 else 2) < x.nbytes:
            kind = "<u1" if palette.size <= 256 else "<u2"
            return {name: codes.reshape(x.shape).astype(kind), name + "#palette": palette}
    return {name: x}


def few_rows(name, x):
    """Every n-th row, so that about KEPT_VALUES of a step remain; positions and what decides about tokens whole."""
    if name in ("input_ids", "position_ids", "grid_thw", "generated_ids", "logits") or name.endswith(".experts"):
        return 1
    return -(-x.size // KEPT_VALUES)


def write_golden(path, golden, keep=few_rows, metadata=None, extra=None):
    """keep: name, step → every how many rows are stored; the means of all rows always are."""
    out = dict(extra or {})
    for name, x in golden.items():
        x = np.ascontiguousarray(x, np.float32)
        out.update(encode(name, x, 1 if name.startswith(("bf16_error.", "reference.")) else keep(name, x)))
    write_safetensors(path, out, metadata)


def decode_golden(path):
    """{name: array or (shape, rows, array, means)} of a golden file."""
    raw = read_safetensors(path)
    out = {}
    for name, x in raw.items():
        if "#" in name or name.startswith("reference.image."):
            continue
        if name + "#palette" in raw:
            x = raw[name + "#palette"][x]
        elif name + "#rows" in raw:
            x = (tuple(raw[name + "#shape"]), raw[name + "#rows"], x, raw[name + "#means"])
        out[name] = x
    return out
