"""Fills a folder with models of full size whose weights are holes in their files: to be listed, not to be run.

    models.py FOLDER
"""
import importlib.util
import math
import pathlib
import sys
import types

sys.modules.setdefault("numpy", types.ModuleType("numpy"))  # draws the values, of which there are none here
path = pathlib.Path(__file__).parents[2] / "bench/random_checkpoint.py"
spec = importlib.util.spec_from_file_location("random_checkpoint", path)
checkpoint = importlib.util.module_from_spec(spec)
spec.loader.exec_module(checkpoint)


class Holes:
    def __init__(self, seed):
        pass

    def write(self, out, name, shape):
        out.seek(2 * math.prod(shape) - 1, 1)
        out.write(b"\0")


checkpoint.Weights = Holes
folder = pathlib.Path(sys.argv[1])
many_layers = "qwen2.5-vl with five times the layers, tuned on old newspapers"
for family, name, more in [("dots_ocr", "dots.ocr", []), ("glm_ocr", "GLM-OCR", []),
                           ("qwen2_5_vl", many_layers, ["--text-layers", "180"])]:
    sys.argv = ["", family, str(folder / name), *more]
    checkpoint.main()
broken = folder / "half a download"
broken.mkdir(exist_ok=True)
(broken / "config.json").write_text('{"model_type": "dots_ocr"}\n')
