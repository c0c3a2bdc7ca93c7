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

# The reports: everything sent is stored, once, and both targets gave the same bits.
once() {
  reports=$("$demo" --once --seconds=55 2>"$TMPDIR/progress") ||
    fails "--once: exit code $?: $(tail -n 5 "$TMPDIR/progress")"
  rm "$TMPDIR/progress"
}
# value KEY: of $report.
value() { sed -E "s/.*\"$1\":\"?([^,\"}]*).*/\1/" <<<"$report"; }
# check DEVICE SAMPLES: that device's line, left in $report.
check() {
  local key
  report=$(grep "\"device\":\"$1\"" <<<"$reports") || fails "no report of $1 in: $reports"
  for key in simulated seconds samples_sent samples_stored lost duplicated beats heart_rate_bpm \
    pulse_rate_bpm spo2_percent alarms alarm_latency_ms_p50 alarm_latency_ms_p99 \
    digest_firmware digest_host; do
    case $report in *"\"$key\":"*) ;; *) fails "no $key in: $report" ;; esac
  done
  [ "$(value seconds)" = 55.0 ] || fails "seconds: $report"
  [ "$(value samples_sent)" = "$2" ] || fails "samples_sent: $report"
  [ "$(value samples_stored)" = "$2" ] || fails "samples_stored: $report"
  [ "$(value lost)" = 0 ] || fails "lost: $report"
  [ "$(value duplicated)" = 0 ] || fails "duplicated: $report"
  [ "$(value digest_firmware)" = "$(value digest_host)" ] || fails "digests: $report"
}
once
[ "$(wc -l <<<"$reports")" = 2 ] || fails "one line for each device: $reports"
check demo-wrist $((55 * 301)) # three colors and three axes at 50 Hz, a temperature
[ "$(value simulated)" = true ] || fails "the wrist is simulated: $report"
[ "$(value spo2_percent)" -lt 90 ] || fails "he is short of oxygen: $report"
[ "$(value alarms)" = 1 ] || fails "his alarm: $report"
wrist=$(value digest_firmware)
check demo-chest $((55 * 250))
[ "$(tail -n 1 <<<"$reports")" = "$report" ] || fails "the ECG's report comes last: $reports"
[ "$(value simulated)" = false ] || fails "the ECG is recorded: $report"
[ "$(value beats)" -gt 60 ] || fails "beats: $report"
[ "$(value spo2_percent)" = null ] || fails "no light at the chest: $report"
chest=$(value digest_firmware)

# The same input gives the same observations in every run.
once
check demo-wrist $((55 * 301))
[ "$(value digest_firmware)" = "$wrist" ] || fails "a second run differs: $report"
check demo-chest $((55 * 250))
[ "$(value digest_firmware)" = "$chest" ] || fails "a second run differs: $report"

expect_error "unknown option" 1 "'--often' is no option; see --help" --often
expect_error "bad number" 1 "--seconds must be a whole number from 1 to 86400, not 'x'" --seconds=x
expect_error "no such record" 1 "nowhere.hea" --once --record=nowhere.hea
printf 'not a header\n' >"$TMPDIR/bad.hea"
expect_error "bad record" 1 "bad.hea" --once "--record=$TMPDIR/bad.hea"
case $("$demo" --help) in *"demo-wrist"*"--record=FILE.hea"*) ;; *) fails "--help" ;; esac

# A part that fails is named with its device: here the image of the wrist monitor.
broken=$TMPDIR/broken
mkdir -p "$broken/firmware/wrist_monitor"
ln -s "$PWD"/{cloud,portal,tools} "$broken"
ln -s "$PWD/firmware/health_monitor" "$broken/firmware"
cp "$demo" "$broken/demo"
output=$(cd "$broken" && ./demo --once --seconds=5 2>&1)
[ $? -eq 1 ] || fails "no image: exit code is not 1: $output"
case $output in *"the wrist monitor stopped (exit code 1)"*wrist_monitor.elf*) ;; *) fails "no image: $output" ;; esac

# One device that differs from the host is enough: here a host that says something else.
ln -s "$PWD/firmware/wrist_monitor/wrist_monitor.elf" "$broken/firmware/wrist_monitor"
printf '#!/bin/sh\necho '\''"digest": "%064d"'\''\n' 0 >"$broken/firmware/wrist_monitor/wrist_monitor_host"
chmod +x "$broken/firmware/wrist_monitor/wrist_monitor_host"
output=$(cd "$broken" && ./demo --once --seconds=5 2>&1)
[ $? -eq 1 ] || fails "other bits: exit code is not 1: $output"
case $output in *"demo: wrist monitor: something was lost"*) ;; *) fails "other bits: $output" ;; esac
rm -rf "$broken"

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
