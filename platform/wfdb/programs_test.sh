#!/bin/bash
# programs_test.sh NPY_TO_WFDB RECORD_TO_ADC: counts of a NumPy file become a WFDB
# record, and that the converter's input of a device; what can't be read is named.
set -u
npy_to_wfdb=$1 record_to_adc=$2 work=$TEST_TMPDIR status=0
fail() { echo "$*"; status=1; }

# 0, 1 and -1 mV, and 0 up to three more than a frame holds, at 200 counts a millivolt around 1024.
header="{'descr': '<u2', 'fortran_order': False, 'shape': (28,), }"
{ printf '\x93NUMPY\x01\x00\x40\x00%-63s\n' "$header"; printf '\x00\x04\xc8\x04\x38\x03'; printf '\x00\x04%.0s' {4..28}; } >"$work/ecg.npy"
"./$npy_to_wfdb" --npy="$work/ecg.npy" --folder="$work" --name=ecg --frequency=250 --gain=200 --zero=1024 --description=MLII ||
  fail "no record was made"
head -1 "$work/ecg.hea" | grep -q '^ecg 1 250 28' || fail "the header says: $(cat "$work/ecg.hea")"
grep -q 'MLII$' "$work/ecg.hea" || fail "the signal has no name"

"./$record_to_adc" --record="$work/ecg.hea" --signal=0 --replay --out="$work/ecg.adc" || fail "no converter's input was made"
told=$(od -An -v -tx1 "$work/ecg.adc" | tr -d ' \n')
zero=0000000000000000
[[ $told == 56414443"02000000""01000000"a0860100"01000000""01000000""01000000"a00f0000????????$zero"d007000000000000"30f8ffff00000000$(printf "$zero%.0s" {4..25}) ]] ||
  fail "the converter's input is $told"

# refused PROGRAM SAYS ARGUMENTS...: ends with 1, and says what is wrong.
refused() {
  local program=$1 says=$2; shift 2
  "./$program" "$@" >"$work/said" 2>&1
  [ $? = 1 ] || fail "$program $*: has to end with 1"
  grep -q -e "$says" "$work/said" || fail "$program $*: says $(cat "$work/said")"
}
refused "$npy_to_wfdb" 'name the input'
refused "$npy_to_wfdb" 'none.npy: cannot be read' --npy="$work/none.npy"
refused "$npy_to_wfdb" 'ecg.hea' --npy="$work/ecg.hea"
refused "$record_to_adc" 'name input and output' --record="$work/ecg.hea"
refused "$record_to_adc" 'a signal' --record="$work/ecg.hea" --out="$work/x" --signal=-1
refused "$record_to_adc" 'none.hea: cannot be read' --record="$work/none.hea" --out="$work/x"
refused "$record_to_adc" 'signal' --record="$work/ecg.hea" --out="$work/x" --signal=1
exit $status
