#!/bin/sh
# generate.sh OPTIONS_SCHEMA_DIR GENERATOR_MAIN ARGS...: runs Nanopb's generator on
# the locked Python with the locked loader and libraries.
set -eu
schema=$1
main=$2
shift 2
llvm=external/llvm
python=external/python
# The options schema comes compiled; the generator must not call a protoc.
export NANOPB_PB2_NO_REBUILD=1
export PYTHONHOME="$PWD/$python/usr"
export PYTHONPATH="$PWD/$schema:$PWD/$python/usr/lib/python3/dist-packages"
export PYTHONDONTWRITEBYTECODE=1 PYTHONHASHSEED=0
export PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION=python
exec "$llvm/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2" \
  --library-path "$llvm/usr/lib/x86_64-linux-gnu:$llvm/lib/x86_64-linux-gnu:$python/usr/lib/x86_64-linux-gnu:$python/lib/x86_64-linux-gnu" \
  "$python/usr/bin/python3.11" "$main" "$@"
