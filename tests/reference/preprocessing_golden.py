"""Goldens of the picture preprocessing: tests/data/image/preprocessing.json.

    python tests/reference/preprocessing_golden.py        (from the source root)

Thirty pictures of awkward sizes (common.synthetic_image, step 1) through what the published checkpoints ask for: the size
rule of their own tools with at least one unit a side, Pillow's bicubic, transformers' Qwen2VLImageProcessor (its Pillow
form). For each: the grid, FNV-1a-64 over the bits of all f32 values, and 16 values spread over the rows.

Which path the checkpoints use: preprocessor_config.json names Qwen2VLImageProcessor. Up to transformers 4 that was the
Pillow form; from 5 on it is the torchvision form when torchvision is installed and the Pillow form when not. --paths
prints how far the two are apart on these pictures (torch's own antialiased bicubic on bytes, which torchvision calls).
"""
import argparse
import json
import math

import numpy as np
from PIL import Image

import common

DOTS = {"min_pixels": 3136, "max_pixels": 11289600, "temporal_patch_size": 1}
QWEN = {"min_pixels": 3136, "max_pixels": 12845056, "temporal_patch_size": 2}
SMALL = {"min_pixels": 3136, "max_pixels": 200704, "temporal_patch_size": 2}
LARGE = {"min_pixels": 401408, "max_pixels": 1605632, "temporal_patch_size": 1}
P16 = {"min_pixels": 4096, "max_pixels": 262144, "temporal_patch_size": 1, "patch_size": 16}
PICTURES = [   # width, height, limits
    (1, 1, DOTS), (1, 200, DOTS), (200, 1, QWEN), (3, 600, DOTS), (600, 3, QWEN), (5000, 25, DOTS), (25, 5000, QWEN),
    (13, 13, DOTS), (14, 14, QWEN), (14, 100, DOTS), (28, 28, QWEN), (29, 27, DOTS), (42, 42, QWEN), (70, 70, DOTS), (98, 126, QWEN),
    (157, 131, DOTS), (300, 10, QWEN), (100, 282, DOTS), (307, 123, QWEN), (333, 77, P16), (65, 641, P16), (640, 480, SMALL),
    (1001, 777, SMALL), (300, 2300, SMALL), (612, 792, LARGE), (850, 1100, DOTS), (123, 45, LARGE), (1275, 1650, SMALL),
    (4210, 4210, LARGE), (3400, 4400, SMALL),
]


def at_least_a_unit(width, height, limits):
    """Sides by the rule of the checkpoints' own tools."""
    factor = limits.get("patch_size", 14) * 2
    h, w = (max(factor, round(n / factor) * factor) for n in (height, width))
    if h * w > limits["max_pixels"]:
        beta = math.sqrt(height * width / limits["max_pixels"])
        h, w = (max(factor, math.floor(n / beta / factor) * factor) for n in (height, width))
    elif h * w < limits["min_pixels"]:
        beta = math.sqrt(limits["min_pixels"] / (height * width))
        h, w = (math.ceil(n * beta / factor) * factor for n in (height, width))
    return w, h


def fnv(data):
    """FNV-1a-64 over 64-bit words, the last one filled with zeros."""
    h = 0xCBF29CE484222325
    for word in np.frombuffer(data + b"\0" * (-len(data) % 8), "<u8").tolist():
        h = ((h ^ word) * 0x100000001B3) & ((1 << 64) - 1)
    return f"{h:016x}"


def processed(picture, limits):
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil
    made = Qwen2VLImageProcessorPil(patch_size=limits.get("patch_size", 14), **{k: v for k, v in limits.items() if k != "patch_size"})
    out = made(images=[picture], return_tensors="np")
    return out["pixel_values"].astype("<f4"), [int(n) for n in out["image_grid_thw"][0]]


def golden(k, width, height, limits):
    picture = Image.fromarray(common.synthetic_image(k, width, height, 1))
    values, grid = processed(picture.resize(at_least_a_unit(width, height, limits), Image.Resampling.BICUBIC), limits)
    at = [int(i) for i in np.linspace(0, values.size - 1, 16).astype(np.int64)]
    return {"k": k, "width": width, "height": height, "limits": {"patch_size": 14} | limits, "grid": grid, "hash": fnv(values.tobytes()),
            "at": at, "values": [float(values.ravel()[i]) for i in at]}


def print_paths():
    import torch
    from torch.nn import functional as F
    for k, (width, height, limits) in enumerate(PICTURES):
        bytes_ = common.synthetic_image(k, width, height, 1)
        w, h = at_least_a_unit(width, height, limits)
        pillow = np.asarray(Image.fromarray(bytes_).resize((w, h), Image.Resampling.BICUBIC)).astype(int)
        tensor = torch.from_numpy(bytes_).permute(2, 0, 1)[None].contiguous()
        torch_ = F.interpolate(tensor, (h, w), mode="bicubic", antialias=True)[0].permute(1, 2, 0).numpy().astype(int)
        apart = np.abs(pillow - torch_)
        print(f"{width} x {height} to {w} x {h}: at most {apart.max()} levels apart, {100 * (apart > 0).mean():.2f} % of the values")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--paths", action="store_true")
    if parser.parse_args().paths:
        return print_paths()
    cases = [golden(k, *picture) for k, picture in enumerate(PICTURES)]
    with open("tests/data/image/preprocessing.json", "w") as out:
        out.write("[" + ",\n".join(json.dumps(c) for c in cases) + "]\n")
    print(f"{len(cases)} pictures")


if __name__ == "__main__":
    main()
