#!/usr/bin/env bash
# Calls without tokens beside calls with tokens of ES384 and RS384, in alternating runs of wrk.
#   bench/tokens.sh BUILD-DIR [SECONDS [ROUNDS]]
set -euo pipefail
build=$1 seconds=${2:-4} rounds=${3:-3}
threads=2 connections=8 open_port=18082 trusted_port=18083
# Each request takes a token of its own; two cores do not verify more of them.
per_second=8000
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT

"$build/bench_bodies" "$work" 20
body=$work/00020-treated.json
mkdir "$work/trust"
start() { "$build/cramp-cds" serve "$@" --threads "$threads" >/dev/null 2>&1 & }
wait_for() { until (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; do sleep 0.05; done; }

printf '[log]\ncalls = false\n[admin]\nenabled = false\n[store]\nkind = "none"\n' >"$work/open.toml"
start --dev --config "$work/open.toml" --listen "127.0.0.1:$open_port"
wait_for "$open_port"

# measure PORT [TOKENS] -> "requests/s p99-in-us failed"
measure() {
  BODY=$body TOKENS=${2:-} wrk -t "$threads" -c "$connections" -d "${seconds}s" -s "$(dirname "$0")/post.lua" \
    "http://127.0.0.1:$1/cds-services/leg-cramp-patient-view" | awk '/^RESULT/ {print $2, $3, $4}'
}

for _ in $(seq "$rounds"); do
  "$build/bench_tokens" "$work/trust" $((seconds * per_second))
  start --config "$work/trust/config.toml" --listen "127.0.0.1:$trusted_port"
  trusted=$!
  wait_for "$trusted_port"
  printf 'none %s\n' "$(measure "$open_port")"
  for algorithm in ES384 RS384; do
    printf '%s %s\n' "$algorithm" "$(measure "$trusted_port" "$work/trust/$algorithm.txt")"
  done
  kill "$trusted"
  wait "$trusted" 2>/dev/null || true
done | awk '
  { rate[$1] += $2; p99[$1] += $3; failed += $4; n[$1]++ }
  END {
    printf "%-7s %12s %12s\n", "token", "service/s", "p99"
    for (k in n) printf "%-7s %12.0f %9.0f us\n", k, rate[k] / n[k], p99[k] / n[k]
    if (failed) { print "requests failed: " failed; exit 1 }
  }'
