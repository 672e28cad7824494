#!/usr/bin/env bash
# Service against floor in alternating runs of wrk, then the time of each stage.
#   bench/run.sh BUILD-DIR [SECONDS [ROUNDS]]
# Each request is about another patient than the one before. The service runs twice: without its memory, which is
# what the floor can be compared with, and with it (SQLite): every call is recorded, and looks up earlier cards where they
# can change the answer.
set -euo pipefail
build=$(realpath "$1") seconds=${2:-3} rounds=${3:-3}
bench=$(realpath "$(dirname "$0")")
threads=2 connections=8 advice_port=18080 memory_port=18084 floor_port=18081
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT

"$build/bench_bodies" "$work" 20 150 1000
printf '[store]\nkind = "none"\n[admin]\nenabled = false\n' >"$work/advice.toml"
printf '[store]\nsqlite = "%s/memory.sqlite"\n[admin]\nenabled = false\n' "$work" >"$work/memory.toml"
serve() { "$build/cramp-cds" serve --dev --config "$1" --listen "127.0.0.1:$2" --threads "$threads" >/dev/null 2>&1 & }
serve "$work/advice.toml" "$advice_port"
serve "$work/memory.toml" "$memory_port"
"$build/bench_floor" "$floor_port" "$threads" &
for port in "$advice_port" "$memory_port" "$floor_port"; do
  until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do sleep 0.05; done
done

# measure PORT PATH BODY -> "requests/s p99-in-us failed"
measure() {
  local patients=$((20000000 / $(stat -c %s "$3")))  # as many as fit into 20 MB
  BODY=$3 PATIENTS=$((patients < 1000 ? patients : 1000)) \
    wrk -t "$threads" -c "$connections" -d "${seconds}s" -s "$bench/post.lua" "http://127.0.0.1:$1$2" |
    awk '/^RESULT/ {print $2, $3, $4}'
}

service=/cds-services/leg-cramp-patient-view
printf '%-16s %9s | %9s %6s %9s %6s | %9s %6s\n' body floor/s service/s ratio p99 ratio memory/s ratio
for body in "$work"/*.json; do
  for _ in $(seq "$rounds"); do
    printf 's %s\n' "$(measure "$advice_port" "$service" "$body")"
    printf 'f %s\n' "$(measure "$floor_port" / "$body")"
    printf 'm %s\n' "$(measure "$memory_port" "$service" "$body")"
  done | awk -v name="$(basename "$body" .json)" '
    { rate[$1] += $2; p99[$1] += $3; failed += $4; n[$1]++ }
    END {
      if (failed) { print "requests failed: " failed; exit 1 }
      for (k in n) { rate[k] /= n[k]; p99[k] /= n[k] }
      printf "%-16s %9.0f | %9.0f %6.2f %6.0f us %6.2f | %9.0f %6.2f\n", name, rate["f"],
        rate["s"], rate["s"] / rate["f"], p99["s"], p99["s"] / p99["f"], rate["m"], rate["m"] / rate["f"]
    }'
done
"$build/bench_stages" --benchmark_counters_tabular=true "$work"/*.json 2>/dev/null
