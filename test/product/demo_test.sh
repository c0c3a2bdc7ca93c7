#!/bin/bash
# demo_test.sh DEMO: the headless demo, its report, and what it says when
# something is wrong.
set -u
demo=$PWD/$1
export TMPDIR=$(mktemp -d /tmp/vigil-demo-test.XXXXXX) # short: Unix sockets lie in it
trap 'rm -rf "$TMPDIR"' EXIT
status=0
fails() { echo "FAILED: $*"; status=1; }

# expect_error WHAT EXIT TEXT ARGUMENTS...
expect_error() {
  local what=$1 code=$2 text=$3 output
  shift 3
  output=$("$demo" "$@" 2>&1)
  [ $? -eq "$code" ] || fails "$what: exit code is not $code: $output"
  case $output in *"$text"*) ;; *) fails "$what: no \"$text\" in: $output" ;; esac
}

# The report: everything sent is stored, once, and both targets gave the same bits.
report=$("$demo" --once --seconds=20 | tail -n 1)
[ "${PIPESTATUS[0]}" -eq 0 ] || fails "--once"
for key in seconds samples_sent samples_stored lost duplicated beats heart_rate_bpm alarms \
  alarm_latency_ms_p50 alarm_latency_ms_p99 digest_firmware digest_host; do
  case $report in *"\"$key\":"*) ;; *) fails "no $key in: $report" ;; esac
done
value() { sed -E "s/.*\"$1\":\"?([^,\"}]*).*/\1/" <<<"$report"; }
[ "$(value samples_sent)" = 5000 ] || fails "samples_sent: $report"
[ "$(value samples_stored)" = 5000 ] || fails "samples_stored: $report"
[ "$(value lost)" = 0 ] || fails "lost: $report"
[ "$(value duplicated)" = 0 ] || fails "duplicated: $report"
[ "$(value digest_firmware)" = "$(value digest_host)" ] || fails "digests: $report"
[ "$(value beats)" -gt 20 ] || fails "beats: $report"

# The same input gives the same observations in every run.
digest=$(value digest_firmware)
report=$("$demo" --once --seconds=20 2>/dev/null | tail -n 1)
[ "$(value digest_firmware)" = "$digest" ] || fails "a second run differs: $report"

expect_error "unknown option" 1 "'--often' is no option; see --help" --often
expect_error "bad number" 1 "--seconds must be a whole number from 1 to 86400, not 'x'" --seconds=x
expect_error "no such record" 1 "nowhere.hea" --once --record=nowhere.hea
printf 'not a header\n' >"$TMPDIR/bad.hea"
expect_error "bad record" 1 "bad.hea" --once "--record=$TMPDIR/bad.hea"
case $("$demo" --help) in *"--record=FILE.hea"*) ;; *) fails "--help" ;; esac

# A taken port: the address of a running demo.
coproc "$demo" --port=0 2>/dev/null
while read -r line <&"${COPROC[0]}"; do
  case $line in "Portal: "*) port=${line##*:} port=${port%/}; break ;; esac
done
expect_error "port taken" 1 "--port=N" "--port=$port"
kill -TERM "$COPROC_PID"
wait "$COPROC_PID" || fails "SIGTERM: exit code $?"

rm -f "$TMPDIR/bad.hea"
[ -z "$(ls -A "$TMPDIR")" ] || fails "left behind: $(ls -A "$TMPDIR")"
exit $status
