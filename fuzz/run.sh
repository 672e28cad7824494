#!/usr/bin/env bash
# run.sh CRAMP-FUZZ [TARGET] [SECONDS]: one target or all, so many seconds each. What is found new goes to
# build/fuzz/found/TARGET, an input that breaks something to build/fuzz/broken; exit status 1 when there is one.
set -euo pipefail
cd "$(dirname "$0")/.."
readonly fuzzer=$1 only=${2:-all} seconds=${3:-60}
readonly small=4096 large=60000
broken=0
mkdir -p build/fuzz/broken
for corpus in fuzz/corpus/*/; do
  target=$(basename "$corpus")
  [ "$only" = all ] || [ "$only" = "$target" ] || continue
  options=(-max_len="$small")
  case $target in elm | data | hook | jose) options=(-max_len="$large") ;; esac
  [ -f "fuzz/dictionaries/$target.dict" ] && options+=("-dict=fuzz/dictionaries/$target.dict")
  mkdir -p "build/fuzz/found/$target"
  log=build/fuzz/$target.log
  if "$fuzzer" --target="$target" "build/fuzz/found/$target" "$corpus" "${options[@]}" -max_total_time="$seconds" \
    -timeout=10 -rss_limit_mb=2048 -artifact_prefix="build/fuzz/broken/$target-" >"$log" 2>&1; then
    printf '%-10s %s\n' "$target" "$(grep 'DONE' "$log")"
  else
    broken=1
    printf '%-10s broken, see %s\n' "$target" "$log"
    grep -E 'what\(\)|SUMMARY|Test unit written' "$log"
  fi
done
exit "$broken"
