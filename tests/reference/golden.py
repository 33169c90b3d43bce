"""Records what the public code makes of any checkpoint: every step of the trace and 64 greedy tokens.

    python tests/reference/golden.py --model DIR -o FILE [--image FILE]… [--prompt TEXT | --input-ids 1,2,…] [--mode NAME]
                                     [--device cpu|cuda:0] [--dtype f32|bf16] [--tokens N] [--no-bf16] [--rows N]

LECTERN_SNAPSHOT_<FAMILY>=DIR LECTERN_GOLDEN_<FAMILY>=FILE build/release/tests/snapshot_test compares with it. Without
--image a made-up picture of 420 x 308 pixels is used; the pictures are stored in FILE. The steps are those of a run in --dtype
(f32 unless said otherwise); the errors of a bf16 run are added unless --no-bf16. Of large steps about --rows rows are
kept (48; 0: all), and the means of all. No network is used; the published remote code is not run.
"""
import argparse
import importlib
import json
import pathlib

import numpy as np

import common

MODULES = {"DotsOCRForCausalLM": "dots_ocr", "Qwen2_5_VLForConditionalGeneration": "qwen2_5_vl",
           "GlmOcrForConditionalGeneration": "glm_ocr", "DeepseekOCRForCausalLM": "deepseek_ocr", "DeepseekOCR2ForCausalLM": "deepseek_ocr_2"}
LARGE = 1 << 18   # values; smaller steps are kept whole


def module_of(folder):
    config = json.loads((pathlib.Path(folder) / "config.json").read_text())
    for name in config.get("architectures") or []:
        if name in MODULES:
            return importlib.import_module(MODULES[name])
    raise SystemExit(f"{folder}/config.json: architectures {config.get('architectures')}; known: {', '.join(MODULES)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("-o", "--output", required=True)
    parser.add_argument("--image", action="append", default=[])
    parser.add_argument("--prompt")
    parser.add_argument("--input-ids")
    parser.add_argument("--mode", default="")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--dtype", choices=("f32", "bf16"), default="f32")
    parser.add_argument("--tokens", type=int, default=common.GREEDY_TOKENS)
    parser.add_argument("--no-bf16", action="store_true")
    parser.add_argument("--rows", type=int, default=48)
    arguments = parser.parse_args()
    import torch
    import transformers
    from PIL import Image
    images = [Image.open(f).convert("RGB") for f in arguments.image] or [Image.fromarray(common.synthetic_image(0, 420, 308, 1))]
    ids = [int(i) for i in arguments.input_ids.split(",")] if arguments.input_ids else None
    prompt = arguments.prompt or "Extract the text content from this image."
    module = module_of(arguments.model)
    golden = common.record(module.load, arguments.model, images, ids=ids, prompt=None if ids else prompt, mode=arguments.mode,
                           count=arguments.tokens, device=arguments.device, bf16=not arguments.no_bf16,
                           dtype=torch.float32 if arguments.dtype == "f32" else torch.bfloat16)
    extra = {f"reference.image.{k}": np.asarray(image) for k, image in enumerate(images)}
    metadata = {"format": "lectern-golden", "family": module.FAMILY, "dtype": arguments.dtype, "mode": arguments.mode,
                "prompt": "" if ids else prompt, "transformers": transformers.__version__, "torch": torch.__version__}

    def keep(_name, x):
        rows = x.size // x.shape[-1] if x.ndim > 1 else 1
        return max(1, rows // arguments.rows) if arguments.rows and x.size > LARGE else 1
    common.write_golden(arguments.output, golden, keep, metadata, extra)
    margins = golden["reference.margins"]
    print(f"{arguments.output}: {len(golden)} tensors, {len(margins)} tokens, least margin {margins.min():.4g}")


if __name__ == "__main__":
    main()
