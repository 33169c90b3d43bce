#!/usr/bin/env bash
# The peers, in a virtual environment of their own:   bench/peers/setup.sh DIR   then   DIR/bin/python bench/peers/run.py …
# llama.cpp is compiled for this machine (AVX-512 VNNI and BF16, AMX: run.py prints its system line), which takes some
# minutes. With clang: GCC 12 takes ldtilecfg to read 8 bytes, drops the rest of the tile configuration, and llama.cpp's AMX
# products then end in a segmentation fault (ggml-org/llama.cpp#20824).
set -euo pipefail
python3 -m venv "$1"
"$1/bin/pip" install --quiet --upgrade pip
"$1/bin/pip" install --quiet numpy gguf transformers
"$1/bin/pip" install --quiet torch==2.13.0 --index-url https://download.pytorch.org/whl/cpu || "$1/bin/pip" install --quiet torch==2.13.0
compiler=$(compgen -c clang++ | grep -E '^clang\+\+(-[0-9]+)?$' | sort -V | tail -1 || true)
flags=""
for f in amx_tile amx_int8 amx_bf16; do grep -qw "$f" /proc/cpuinfo && flags+=" -m${f/_/-}"; done
[ -n "$compiler" ] && export CXX="$compiler" CC="${compiler/++/}" || echo "no clang: with GCC before 13 llama.cpp's AMX products crash" >&2
CMAKE_ARGS="-DGGML_NATIVE=ON -DGGML_OPENMP=OFF -DCMAKE_C_FLAGS='$flags' -DCMAKE_CXX_FLAGS='$flags'" \
  "$1/bin/pip" install --no-binary llama-cpp-python llama-cpp-python==0.3.36
"$1/bin/python" -c 'import llama_cpp; print(llama_cpp.llama_print_system_info().decode())'
