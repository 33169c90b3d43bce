#!/usr/bin/env python3
"""llama.cpp's side of bench/peers/run.py, through llama-cpp-python.

    llama_side.py FILE.gguf

Commands as bench/step_bench --serve (`prefill N`, `decode CONTEXT STEPS`), and `threads N`; greedy, as ours.
"""
import ctypes
import json
import sys
import time

import llama_cpp as llama


def main():
    quiet = llama.llama_log_callback(lambda level, text, data: None)
    llama.llama_log_set(quiet, ctypes.c_void_p(0))
    llama.llama_backend_init()
    model = llama.llama_model_load_from_file(sys.argv[1].encode(), llama.llama_model_default_params())
    params = llama.llama_context_default_params()
    params.n_ctx, params.n_batch, params.n_ubatch = 8192, 2048, 512
    context = llama.llama_init_from_model(model, params)
    vocabulary = llama.llama_vocab_n_tokens(llama.llama_model_get_vocab(model))
    batch = llama.llama_batch_init(8192, 0, 1)

    def forward(ids, position):
        batch.n_tokens = len(ids)
        for i, token in enumerate(ids):
            batch.token[i], batch.pos[i], batch.n_seq_id[i], batch.logits[i] = token, position + i, 1, i == len(ids) - 1
            batch.seq_id[i][0] = 0
        start = time.perf_counter()
        if llama.llama_decode(context, batch) != 0:
            raise RuntimeError("llama_decode failed")
        logits = llama.llama_get_logits_ith(context, len(ids) - 1)
        logits[0]
        return time.perf_counter() - start

    def prompt(count):
        llama.llama_memory_clear(llama.llama_get_memory(context), True)
        seconds = 0
        ids = [(300 + i * 37) % min(50000, vocabulary) for i in range(count)]
        for first in range(0, count, 2048):  # its largest logical batch
            seconds += forward(ids[first:first + 2048], first)
        return seconds

    print(json.dumps({"ready": f"llama.cpp, llama-cpp-python {llama.__version__}",
                      "system": llama.llama_print_system_info().decode()}), flush=True)
    for line in sys.stdin:
        command, *numbers = line.split()
        numbers, answer = [int(n) for n in numbers], {}
        if command == "threads":
            llama.llama_set_n_threads(context, numbers[0], numbers[0])
        elif command == "prefill":
            answer = {"seconds": [prompt(numbers[0])]}
        elif command == "decode":
            prompt(numbers[0])
            answer = {"seconds": [forward([300 + i], numbers[0] + i) for i in range(numbers[1])]}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
