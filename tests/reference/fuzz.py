"""Random checkpoints of a family: the public code against `lectern-cli trace`, every named tensor.

    python tests/reference/fuzz.py FAMILY [--count 30] [--seed 1] [--cli build/release/bin/lectern-cli] [--device cpu] [--keep DIR]

Sizes, head counts, windows, depths, epsilons, tied heads, picture sizes and counts are made up by the family's
random_fixture(); every other checkpoint is written by the public code's own saving, where it has one, the others in the
published form, in BF16, F16 or F32, in one file or several. Each is traced in F32 and in BF16 with the bounds of
compare.py. With --keep the folders of failures stay in DIR. Exit code 1 when one disagrees.
"""
import argparse
import importlib
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import numpy as np

import common
from compare import compare

CLEAR = 1e-4   # F32 tokens are compared up to the first margin below this


def split(folder, rng):
    """model.safetensors → shards with an index."""
    data = (folder / "model.safetensors").read_bytes()
    size = int.from_bytes(data[:8], "little")
    header, body = json.loads(data[8:8 + size]), data[8 + size:]
    header.pop("__metadata__", None)
    count = int(rng.integers(2, 4))
    shards, where = [{} for _ in range(count)], {}
    for i, (name, entry) in enumerate(header.items()):
        begin, end = entry["data_offsets"]
        bits = np.frombuffer(body[begin:end], np.uint8)
        shards[i % count][name] = (entry, bits)
        where[name] = f"model-{i % count + 1:05d}-of-{count:05d}.safetensors"
    for i, shard in enumerate(shards):
        offset, made = 0, {}
        for name, (entry, bits) in shard.items():
            made[name] = {"dtype": entry["dtype"], "shape": entry["shape"], "data_offsets": [offset, offset + len(bits)]}
            offset += len(bits)
        text = json.dumps(made).encode()
        (folder / f"model-{i + 1:05d}-of-{count:05d}.safetensors").write_bytes(
            len(text).to_bytes(8, "little") + text + b"".join(bits.tobytes() for _, bits in shard.values()))
    (folder / "model.safetensors.index.json").write_text(json.dumps({"metadata": {"total_size": len(body)}, "weight_map": where}))
    (folder / "model.safetensors").unlink()


def trace(cli, folder, fixture, compute, device, out):
    command = [cli, "trace", "--model", folder, "--input-ids", ",".join(str(i) for i in fixture.ids), "--compute", compute,
               "--device", device, "--max-new-tokens", str(common.GREEDY_TOKENS), "-o", out]
    for k in range(len(fixture.images)):
        command += ["--image", folder / f"image_{k}.png"]
    if fixture.mode:
        command += ["--mode", fixture.mode]
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True)
    if done.returncode:
        return None, done.stderr.strip()
    return common.read_safetensors(out), ""


def until_unclear(golden, traced):
    """Tokens as far as the reference itself is sure of them."""
    margins = golden["reference.margins"]
    clear = len(margins) if (margins >= CLEAR).all() else int(np.argmax(margins < CLEAR))
    for side in (golden, traced):
        side["generated_ids"] = side["generated_ids"][:clear]


def check(module, folder, fixture, arguments):
    golden = common.record(module.load, folder, fixture.pictures(), ids=fixture.ids, mode=fixture.mode)
    wrong, worst = [], {}
    for compute in ("f32", "bf16"):
        traced, failure = trace(arguments.cli, folder, fixture, compute, arguments.device, folder / f"{compute}.safetensors")
        if traced is None:
            return [f"{compute}: {failure}"], {}
        if compute == "f32":
            until_unclear(golden, traced)
        else:
            traced["generated_ids"] = golden["generated_ids"]
            # One row of a very narrow model is a matter of luck: the error along all tokens counts, too.
            golden["bf16_error.logits"] = np.maximum(golden["bf16_error.logits"], golden["bf16_error.generated_ids"])
        rows = compare(traced, golden, compute == "bf16")
        wrong += [f"{compute}: {name}: {sentence}" for name, _, _, sentence in rows if sentence]
        worst[compute] = max(rows, key=lambda r: r[2])
    return wrong, worst


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("family")
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cli", default="build/release/bin/lectern-cli")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--keep", type=pathlib.Path)
    arguments = parser.parse_args()
    module = importlib.import_module(arguments.family)
    failures = 0
    for n in range(arguments.seed, arguments.seed + arguments.count):
        rng = np.random.default_rng(n)
        fixture = module.random_fixture(rng)
        fixture.seed = n
        with tempfile.TemporaryDirectory() as temporary:
            folder = pathlib.Path(temporary)
            dtype = str(rng.choice(["BF16", "BF16", "F16", "F32"]))
            common.write_model(folder, fixture.recipe(), dtype)
            form = "published"
            if n % 2 and hasattr(module, "save"):
                module.save(folder)
                form = "saved"
            elif rng.integers(0, 3) == 0:
                split(folder, rng)
                form = "shards"
            wrong, worst = check(module, folder, fixture, arguments)
            if wrong and arguments.keep:
                shutil.copytree(folder, arguments.keep / f"{arguments.family}_{n}", dirs_exist_ok=True)
        failures += bool(wrong)
        said = f"f32 relative {worst['f32'][2]:.1e} ({worst['f32'][0]})" if worst else ""
        print(f"{arguments.family} {n}: {dtype} {form}, {len(fixture.images)} pictures, {len(fixture.ids)} ids: {said}", flush=True)
        for sentence in wrong[:6]:
            print("   ", sentence)
    print(f"{arguments.count} checkpoints, {failures} disagree")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
