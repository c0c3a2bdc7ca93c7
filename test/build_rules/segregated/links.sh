#!/bin/sh
# An image is an ELF file.
[ "$(dd if="$1" bs=1 skip=1 count=3 2>/dev/null)" = ELF ]
