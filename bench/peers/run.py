#!/usr/bin/env python3
"""One interleaved run: this engine, PyTorch and llama.cpp on the same geometry, each beside the machine's limit.

    bench/peers/run.py --model dots_ocr|qwen2_5_vl|glm_ocr|deepseek_ocr [--work DIR]      makes what it needs in DIR
    bench/peers/run.py CHECKPOINT [--int4 DIR] [--int8 DIR] [--gguf DIR]                  takes what is there
        [--phase vision,prefill,decode] [--weights int4,int8,bf16] [--samples 7] [--seconds 60] [--threads N] [--page 700x1400] [--tokens 1300]
        [--context 512] [--results DIR] [--bench PROGRAM] [--cli PROGRAM]

CHECKPOINT is a folder with a model's geometry (bench/random_checkpoint.py writes one; weights play no part). Run it with
the Python of bench/peers/setup.sh. Sides that are compared take turns; each first tries one and two threads and keeps the
better. Before and after each sample 50 ms of multiplications and 50 ms of reading are measured: when either falls below
90 % of the best seen, the sample is taken again, at most twice and while the phase has time (--seconds for the samples of
one group of sides); what stays disturbed is counted as such and kept. Limits come from the same run: tile or dot
products on two threads with changing values, and the best of five two-thread reads over 2 GB. What is timed: vision
without preprocessing; prefill to the last row's logits; decode one token, greedy, at --context.

Results go to DIR/peers-MODEL-DATE.json and .md (--results, here bench/results); phases run one by one on one day end up
in the same file.

What has no peer is left out and said: PyTorch runs the towers of dots.ocr and Qwen2.5-VL and Qwen2's decoder; llama.cpp
runs a decoder of the same shapes (random_gguf.py: GLM-OCR as its glm4 with both pairs of norms, the others as qwen2).
Everything for one 3B model takes about ten minutes and 10 GB of memory; the files need 20 GB of disk.
"""
import argparse
import datetime
import json
import math
import pathlib
import statistics
import struct
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
RETRIES = 2  # of a sample the neighbours disturbed


class Side:
    """A process that answers each command with one line."""

    def __init__(self, name, command, bits=16.0):
        self.name, self.command, self.bits, self.process, self.threads = name, command, bits, None, 2

    def start(self, threads):
        self.stop()
        command = [c.replace("THREADS", str(threads)) for c in self.command]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.ready = self.read()
        self.threads = threads
        if "THREADS" not in " ".join(self.command):
            self.ask(f"threads {threads}")

    def set_threads(self, threads):
        if self.process and self.threads == threads:
            return
        if "THREADS" in " ".join(self.command):
            self.start(threads)
        else:
            self.ask(f"threads {threads}")
            self.threads = threads

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended: see above")
        return json.loads(line)

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.read()

    def seconds(self, command):
        return statistics.median(self.ask(command)["seconds"])

    def stop(self):
        if self.process:
            self.process.stdin.close()
            self.process.wait()
            self.process = None


class Guard:
    """Knows when others use the machine."""

    def __init__(self, program):
        self.side = Side("probe", [program, "-", "--serve"])
        self.side.start(0)
        self.best = {"gflops": 0.0, "gbs": 0.0}
        self.again = self.disturbed = 0
        for _ in range(5):
            self.calm()

    def calm(self):
        probe = self.side.ask("probe")
        for key in self.best:
            self.best[key] = max(self.best[key], probe[key])
        return all(probe[key] >= 0.9 * self.best[key] for key in self.best)

    def sample(self, side, command, until):
        """Seconds, and whether the machine was calm meanwhile."""
        for attempt in range(RETRIES + 1):
            start, before = time.monotonic(), self.calm()
            seconds = side.seconds(command)
            calm = self.calm() and before
            if calm or attempt == RETRIES or 2 * time.monotonic() - start > until:
                break
            self.again += 1
        self.disturbed += not calm
        return seconds, calm


# -- geometry: how many multiplications and bytes a phase cannot do without


def config_of(checkpoint):
    c = json.loads((checkpoint / "config.json").read_text())
    return {**c, **c.get("language_config", {}), **c.get("text_config", {})}


def geometry(checkpoint):
    c = config_of(checkpoint)
    h, ff, layers = c["hidden_size"], c["intermediate_size"], c["num_hidden_layers"]
    d = c.get("head_dim") or h // c["num_attention_heads"]
    q, kv = c["num_attention_heads"] * d, c["num_key_value_heads"] * d
    head = c["vocab_size"] * h
    if c.get("n_routed_experts"):
        dense, wide = c["first_k_dense_replace"], c["moe_intermediate_size"]
        mixture = 3 * h * wide * (c["num_experts_per_tok"] + c["n_shared_experts"]) + h * c["n_routed_experts"]
        mlp = dense * 3 * h * ff + (layers - dense) * mixture
    else:
        mlp = layers * 3 * h * ff
    body = layers * (2 * h * q + 2 * h * kv) + mlp
    geo = {"prefill": lambda n: 2 * body * n + 2 * head + 2 * layers * n * n * q, "weights": body + head,
           "kv_bytes": lambda n: 2 * layers * kv * n * 2, "model": c["model_type"]}
    v = c.get("vision_config", {})
    if geo["model"].startswith(("dots_ocr", "qwen2_5_vl")):
        width = v.get("embed_dim", v["hidden_size"])
        blocks = v.get("depth", v["num_hidden_layers"] if "num_hidden_layers" in v else 0)
        full = len(v["fullatt_block_indexes"]) if "fullatt_block_indexes" in v else blocks
        out = v.get("out_hidden_size", v["hidden_size"])

        def vision(patches):
            linear = patches * blocks * (4 * width**2 + 3 * width * v["intermediate_size"])
            attend = 2 * patches * width * (full * patches + (blocks - full) * 64)
            return 2 * (linear + attend + patches / 4 * 4 * width * (4 * width + out))

        geo["vision"] = vision
    return geo


def bits_per_weight(checkpoint):
    """Of the decoder's matrices and output head that a token reads, from the files' own headers."""
    bits = weights = 0
    tied, layers = config_of(checkpoint).get("tie_word_embeddings"), config_of(checkpoint)["num_hidden_layers"]
    for file in sorted(checkpoint.glob("*.safetensors")):
        with open(file, "rb") as f:
            header = json.loads(f.read(struct.unpack("<Q", f.read(8))[0]))
        for name, t in header.items():
            if name == "__metadata__" or any(part in name for part in ("vision", "visual", "sam_model", "projector", "qwen2_model")):
                continue
            if f".layers.{layers}." in name:  # GLM's prediction of one token more
                continue
            base = name.removesuffix(".codes").removesuffix(".scales")
            words = "embed_tokens" in base
            if (words and not (tied and base != name)) or not base.endswith("weight"):
                continue
            size = t["data_offsets"][1] - t["data_offsets"][0]
            count = math.prod(t["shape"]) * (2 if t["dtype"] == "U8" else 1)
            if name.endswith(".scales"):
                bits += 8 * size
            elif len(t["shape"]) == 2:
                bits += 8 * size
                weights += count
    return bits / weights if weights else 16.0


# -- one phase


def measure(guard, sides, trial, command, args, run):
    """Seconds of each side, taking turns, at its better thread count; `trial` is a smaller command of the same kind."""
    for side in sides:
        side.start(2)
        counts = [args.threads] if args.threads else [2, 1]
        trials = {}
        for threads in counts:
            side.set_threads(threads)
            side.ask(trial)
            trials[threads] = min(side.seconds(trial) for _ in range(2)) if len(counts) > 1 else 0
        side.best = min(trials, key=trials.get)
        side.set_threads(side.best)
        print(f"  {side.name}: {side.ready['ready']}; {side.bits:.2f} bits a weight; "
              + ", ".join(f"{t} threads {v:.4f} s" for t, v in trials.items() if v), flush=True)
        if "system" in side.ready:
            print(f"    {side.ready['system']}")
        run["sides"][side.name] = side.ready
        side.samples, side.calm = [], 0
    until = time.monotonic() + args.seconds
    for side in sides:
        side.ask(command)  # warms up
    for round_ in range(args.samples):
        start = time.monotonic()
        for side in sides:
            seconds, calm = guard.sample(side, command, until)
            side.samples.append(seconds)
            side.calm += calm
        if round_ >= 2 and 2 * time.monotonic() - start > until:
            break
    for side in sides:
        side.stop()


def table(phase, what, rows, ratios):
    lines = [f"### {phase}: {what}", "", "| side | threads | bits a weight | median s | best s | quartiles apart | a second | % of limit | samples (calm) |",
             "|---|---|---|---|---|---|---|---|---|"]
    for r in rows:
        lines.append(f"| {r['side']} | {r['threads']} | {r['bits_per_weight']:.2f} | {r['median']:.4f} | {min(r['samples']):.4f} | {r['iqr']:.4f} | "
                     f"{r['per_second']:.1f} {r['unit']} | {r['percent_of_limit']:.1f} | {len(r['samples'])} ({r['calm']}) |")
    return lines + [""] + [f"- **{r['ours']}** is {r['ratio']:.2f} × {r['peer']} (medians; {r['best_ratio']:.2f} × of the best samples)" for r in ratios] + [""]


def report(phase, what, work, limit, unit, sides, per_second, pairs, run):
    rows = []
    for s in sides:
        median = statistics.median(s.samples)
        quarter = statistics.quantiles(s.samples, n=4) if len(s.samples) > 1 else [median] * 3
        rows.append({"phase": phase, "what": what, "side": s.name, "threads": s.best, "bits_per_weight": s.bits, "median": median,
                     "samples": s.samples, "calm": s.calm, "iqr": quarter[2] - quarter[0], "per_second": work / median, "unit": unit,
                     "percent_of_limit": 100 * limit(s) / per_second / median})
    by_name, ratios = {r["side"]: r for r in rows}, []
    for ours, theirs in pairs:
        if ours in by_name and theirs in by_name:
            a, b = by_name[ours], by_name[theirs]
            ratios.append({"phase": phase, "what": what, "ours": ours, "peer": theirs, "ratio": b["median"] / a["median"],
                           "best_ratio": min(b["samples"]) / min(a["samples"])})
    run["results"] += rows
    run["ratios"] += ratios
    print("\n" + "\n".join(table(phase, what, rows, ratios)), flush=True)


# -- what a run needs


def prepare(args):
    """Checkpoint, its quantised copies and the GGUF files, made where they are missing."""
    if args.model:
        args.checkpoint = args.checkpoint or args.work / args.model
        if not (args.checkpoint / "config.json").exists():
            subprocess.run([sys.executable, str(HERE.parent / "random_checkpoint.py"), args.model, str(args.checkpoint)], check=True)
        for quant in ("int4", "int8"):
            folder = getattr(args, quant) or args.work / f"{args.model}-{quant}"
            if not folder.exists():
                subprocess.run([args.cli, "models", "quantize", str(args.checkpoint), "--quant", quant, "-o", str(folder)], check=True)
            setattr(args, quant, folder)
        args.gguf = args.gguf or args.work
    args.gguf = args.gguf or args.checkpoint


def gguf_file(args, kind):
    file = args.gguf / f"{args.checkpoint.name}-{kind}.gguf"
    if not file.exists():
        subprocess.run([sys.executable, str(HERE / "random_gguf.py"), str(args.checkpoint), str(file), "--type", kind], check=True)
    return file


def write_results(args, run):
    """After every group of sides, so that what was measured stays when a run is cut short."""
    run = dict(run)
    args.results.mkdir(parents=True, exist_ok=True)
    path = args.results / f"peers-{run['model']}-{run['date'][:10]}.json"
    if path.exists():  # phases of the same day
        old = json.loads(path.read_text())
        done = {(r["phase"], r["what"], r["side"]) for r in run["results"]}
        run["results"] = [r for r in old["results"] if (r["phase"], r["what"], r["side"]) not in done] + run["results"]
        done = {(r["phase"], r["what"], r["ours"], r["peer"]) for r in run["ratios"]}
        run["ratios"] = [r for r in old["ratios"] if (r["phase"], r["what"], r["ours"], r["peer"]) not in done] + run["ratios"]
        run["sides"] = {**old["sides"], **run["sides"]}
        run["limits"] = [l for l in old["limits"] if l["date"] != run["date"]] + run["limits"]
    path.write_text(json.dumps(run, indent=1) + "\n")
    lines = [f"# {run['model']} beside its peers", "", f"`bench/peers/run.py --model {run['model']}`, {run['date'][:10]}, {run['cores']} cores of {run['machine']}.", ""]
    lines += [f"- limits measured with {l['phases']}: {l['bf16_gflops']:.0f} GFLOP/s bf16, {l['read_gbs']:.1f} GB/s read (best of five over 2 GB); "
              f"{l['again']} samples taken again, {l['disturbed']} kept though others used the machine" for l in run["limits"]]
    lines += [f"- {name}: {ready['ready']}" + (f"; `{ready['system'].strip()}`" if "system" in ready else "") for name, ready in run["sides"].items()]
    lines.append("")
    for key in dict.fromkeys((r["phase"], r["what"]) for r in run["results"]):
        lines += table(*key, [r for r in run["results"] if (r["phase"], r["what"]) == key], [r for r in run["ratios"] if (r["phase"], r["what"]) == key])
    path.with_suffix(".md").write_text("\n".join(lines))
    return path


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=pathlib.Path, nargs="?")
    parser.add_argument("--model", choices=["dots_ocr", "qwen2_5_vl", "glm_ocr", "deepseek_ocr"])
    parser.add_argument("--work", type=pathlib.Path, default=ROOT / "build/peers")
    parser.add_argument("--phase", default="vision,prefill,decode")
    parser.add_argument("--weights", default="int4,int8,bf16", help="of ours that take part in prefill and decode")
    parser.add_argument("--samples", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=60, help="for the samples of one group of sides")
    parser.add_argument("--page", default="700x1400")
    parser.add_argument("--tokens", type=int, default=1300)
    parser.add_argument("--context", type=int, default=512)
    parser.add_argument("--int4", type=pathlib.Path, help="the checkpoint quantised ahead of time: lectern-cli models quantize")
    parser.add_argument("--int8", type=pathlib.Path)
    parser.add_argument("--threads", type=int, help="of every side, instead of trying one and two")
    parser.add_argument("--results", type=pathlib.Path, default=ROOT / "bench/results")
    parser.add_argument("--gguf", type=pathlib.Path, help="where the GGUF files are, or go")
    parser.add_argument("--bench", default=str(ROOT / "build/release/bench/step_bench"))
    parser.add_argument("--cli", default=str(ROOT / "build/release/bin/lectern-cli"))
    args = parser.parse_args()
    if not args.checkpoint and not args.model:
        parser.error("name a --model or a CHECKPOINT")
    return args


def main():
    args = arguments()
    prepare(args)
    geo = geometry(args.checkpoint)
    has_llama, has_torch = not geo["model"].startswith("deepseek"), geo["model"].startswith(("dots_ocr", "qwen2_5_vl"))

    def ours(quant):
        path = {"bf16": args.checkpoint, "int8": args.int8, "int4": args.int4}[quant]
        return [Side("lectern " + quant, [args.bench, str(path), "--serve", "--threads", "THREADS"], bits_per_weight(path))] if path else []

    def torch(part):
        return [Side("torch bf16", [sys.executable, str(HERE / "torch_side.py"), str(args.checkpoint), "--part", part])] if has_torch else []

    def llama(kind):
        bits = {"q4_0": 4.5, "q8_0": 8.5}[kind]
        return [Side(f"llama.cpp {kind.upper()}", [sys.executable, str(HERE / "llama_side.py"), str(gguf_file(args, kind))], bits)] if has_llama else []

    guard = Guard(args.bench)
    limits = guard.side.ask("limits")
    cpu = next((l.split(": ")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), "?")
    cores = sum(l.startswith("processor") for l in open("/proc/cpuinfo"))
    now = datetime.datetime.now().isoformat(timespec="minutes")
    print(f"{now}, {cpu}, {cores} cores\nlimits measured in this run: {limits['bf16_gflops']:.0f} GFLOP/s bf16, "
          f"{limits['read_gbs']:.1f} GB/s read (best of five over 2 GB)")
    run = {"date": now, "machine": cpu, "cores": cores, "model": args.model or args.checkpoint.name, "sides": {}, "results": [], "ratios": []}
    flops, read = limits["bf16_gflops"] * 1e9, limits["read_gbs"] * 1e9
    width, height = (int(n) for n in args.page.split("x"))
    patches = (width // 14) * (height // 14)

    def group(phase, what, sides, trial, command, work, limit, unit, best, pairs):
        print(f"\n{phase}, {what}", flush=True)
        measure(guard, sides, trial, command, args, run)
        report(phase, what, work, limit, unit, sides, best, pairs, run)
        run["limits"] = [{**limits, "date": now, "phases": args.phase, "again": guard.again, "disturbed": guard.disturbed}]
        print(f"written: {write_results(args, run)}, .md", flush=True)

    phases = args.phase.split(",")
    if "vision" in phases and "vision" in geo:
        group("vision", f"encode of {patches} patches", [*ours("bf16"), *torch("vision")], "vision 336 588", f"vision {width} {height}", patches,
              lambda s: geo["vision"](patches), "patches/s", flops, [("lectern bf16", "torch bf16")])
    # Side by side with their own peers only: all at once would need twice the memory.
    wanted = args.weights.split(",")
    for bits, mine, peers in ((4, ["int4", "bf16"], llama("q4_0")), (8, ["int8"], llama("q8_0")), (16, ["bf16"], torch("text"))) if "prefill" in phases else ():
        sides = [side for weights in mine if weights in wanted for side in ours(weights)]
        if sides and peers:
            group("prefill", f"{args.tokens} tokens, beside {bits} bits", [*sides, *peers], "prefill 128", f"prefill {args.tokens}", args.tokens,
                  lambda s: geo["prefill"](args.tokens), "tokens/s", flops, [(s.name, peers[0].name) for s in sides])
    for mine, peers in (("int4", llama("q4_0")), ("int8", llama("q8_0")), ("bf16", torch("text"))) if "decode" in phases else ():
        if mine in wanted and (sides := ours(mine)):
            group("decode", f"one token at {args.context} tokens of context", [*sides, *peers], "decode 64 8", f"decode {args.context} 16", 1,
                  lambda s: geo["weights"] * s.bits / 8 + geo["kv_bytes"](args.context), "tokens/s", read, [(sides[0].name, p.name) for p in peers])
    if not has_torch or not has_llama:
        print("no peer here: " + ", ".join(n for n, has in (("PyTorch", has_torch), ("llama.cpp", has_llama)) if not has))
    guard.side.stop()


if __name__ == "__main__":
    main()
