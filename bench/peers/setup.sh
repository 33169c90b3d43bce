#!/usr/bin/env bash
# The peers, in a virtual environment of their own:   bench/peers/setup.sh DIR   then   DIR/bin/python bench/peers/run.py …
# llama.cpp is compiled for this machine (AVX-512 VNNI and BF16, AMX: run.py prints its system line), which takes some
# minutes. One line of its source is mended first: GCC 12 takes ldtilecfg to read 8 bytes and drops the rest of the tile
# configuration, so that its AMX products end in a segmentation fault (ggml-org/llama.cpp#20824).
set -euo pipefail
python3 -m venv "$1"
"$1/bin/pip" install --quiet --upgrade pip
"$1/bin/pip" install --quiet numpy gguf transformers
"$1/bin/pip" install --quiet torch==2.13.0 --index-url https://download.pytorch.org/whl/cpu || "$1/bin/pip" install --quiet torch==2.13.0
source=$(mktemp -d)
trap 'rm -rf "$source"' EXIT
"$1/bin/pip" download --quiet --no-deps --no-binary llama-cpp-python --dest "$source" llama-cpp-python==0.3.36
tar -xf "$source"/llama_cpp_python-*.tar.gz -C "$source" --strip-components 1
sed -i 's/^    _tile_loadconfig(&tc);/    __asm__ volatile("" : : "r"(\&tc) : "memory");\n&/' "$source/vendor/llama.cpp/ggml/src/ggml-cpu/amx/mmq.cpp"
CMAKE_ARGS="-DGGML_NATIVE=ON" "$1/bin/pip" install --quiet "$source"
"$1/bin/python" -c 'import llama_cpp; print(llama_cpp.llama_print_system_info().decode())'
