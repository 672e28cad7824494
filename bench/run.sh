#!/usr/bin/env bash
# Service against floor in alternating runs of wrk, then the time of each stage.
#   bench/run.sh BUILD-DIR [SECONDS [ROUNDS]]
set -euo pipefail
build=$1 seconds=${2:-4} rounds=${3:-3}
threads=2 connections=8 service_port=18080 floor_port=18081
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT

"$build/bench_bodies" "$work" 20 150 1000
"$build/cramp-cds" serve --dev --listen "127.0.0.1:$service_port" --threads "$threads" >/dev/null 2>&1 &
"$build/bench_floor" "$floor_port" "$threads" &
for port in "$service_port" "$floor_port"; do
  until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do sleep 0.05; done
done

# measure URL BODY -> "requests/s p99-in-us failed"
measure() {
  BODY=$2 wrk -t "$threads" -c "$connections" -d "${seconds}s" -s "$(dirname "$0")/post.lua" "$1" |
    awk '/^RESULT/ {print $2, $3, $4}'
}

printf '%-9s %12s %12s %7s %12s %12s %7s\n' body 'service/s' 'floor/s' ratio 'service p99' 'floor p99' ratio
for body in "$work"/*.json; do
  for _ in $(seq "$rounds"); do
    printf 's %s\n' "$(measure "http://127.0.0.1:$service_port/cds-services/leg-cramp-patient-view" "$body")"
    printf 'f %s\n' "$(measure "http://127.0.0.1:$floor_port/" "$body")"
  done | awk -v name="$(stat -c %s "$body")" '
    { rate[$1] += $2; p99[$1] += $3; failed += $4; n[$1]++ }
    END {
      if (failed) { print "requests failed: " failed; exit 1 }
      for (k in n) { rate[k] /= n[k]; p99[k] /= n[k] }
      printf "%-9s %12.0f %12.0f %7.2f %9.0f us %9.0f us %7.2f\n", name, rate["s"], rate["f"],
        rate["s"] / rate["f"], p99["s"], p99["f"], p99["s"] / p99["f"]
    }'
done
"$build/bench_stages" --benchmark_counters_tabular=true "$work"/*.json 2>/dev/null
