#!/usr/bin/env bash
# The peers, in a virtual environment of their own:   bench/peers/setup.sh DIR   then   DIR/bin/python bench/peers/run.py …
# llama.cpp is compiled for this machine (run.py prints its system line: AVX-512 VNNI and BF16, AMX), which takes some
# minutes. One line of its source is mended first: GCC 12 takes ldtilecfg to read 8 bytes and drops the rest of the tile
# configuration as dead stores, so that on a machine with AMX its products end in a segmentation fault
# (ggml-org/llama.cpp#20824). An empty assembler statement that "reads memory" keeps those stores; nothing else changes.
set -euo pipefail
[ $# -eq 1 ] || { echo "use: $0 DIR" >&2; exit 2; }
for program in python3 cmake c++ ; do
    command -v "$program" > /dev/null || { echo "$0: needs $program (Debian: python3-venv cmake g++)" >&2; exit 1; }
done
python3 -m venv "$1"
pip=("$1/bin/python" -m pip --disable-pip-version-check)
"${pip[@]}" install --quiet numpy gguf transformers
# The build without CUDA: from the indexes configured here, from PyTorch's own, or else what the package index has.
"${pip[@]}" install --quiet torch==2.13.0+cpu 2> /dev/null ||
    "${pip[@]}" install --quiet --retries 1 torch==2.13.0 --extra-index-url https://download.pytorch.org/whl/cpu
source=$(mktemp -d)
trap 'rm -rf "$source"' EXIT
"${pip[@]}" download --quiet --no-deps --no-binary llama-cpp-python --dest "$source" llama-cpp-python==0.3.36
tar -xf "$source"/llama_cpp_python-*.tar.gz -C "$source" --strip-components 1
amx=$source/vendor/llama.cpp/ggml/src/ggml-cpu/amx/mmq.cpp
sed -i 's/^    _tile_loadconfig(&tc);/    __asm__ volatile("" : : "r"(\&tc) : "memory");\n&/' "$amx"
grep -q '__asm__ volatile' "$amx" || { echo "$0: $amx has changed, its tile configuration was not found" >&2; exit 1; }
CC=gcc CXX=g++ CMAKE_ARGS="-DGGML_NATIVE=ON" "${pip[@]}" install --quiet "$source"
"$1/bin/python" -c 'import llama_cpp, torch; print("torch", torch.__version__); print(llama_cpp.llama_print_system_info().decode())'
