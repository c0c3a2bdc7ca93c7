#!/bin/sh
# generate.sh OPTIONS_SCHEMA_DIR GENERATOR_MAIN ARGS...: runs Nanopb's generator on
# the locked Python with the locked loader and libraries.
set -eu
schema=$1
main=$2
shift 2
llvm=external/llvm
python=external/python
# The generator looks for its compiled options schema beside itself.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -RL "${main%/*}/." "$work/"
cp "$schema"/nanopb_pb2.py "$work/proto/"
export PYTHONHOME="$PWD/$python/usr" PYTHONPATH="$PWD/$python/usr/lib/python3/dist-packages"
export PYTHONDONTWRITEBYTECODE=1 PYTHONHASHSEED=0
export PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION=python
"$llvm/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2" \
  --library-path "$llvm/usr/lib/x86_64-linux-gnu:$llvm/lib/x86_64-linux-gnu:$python/usr/lib/x86_64-linux-gnu:$python/lib/x86_64-linux-gnu" \
  "$python/usr/bin/python3.11" "$work/nanopb_generator.py" "$@"
