#!/usr/bin/env bash
# Runs the experiments of a repository and compares their records with its reference. The inputs come as
# variables: EXPERIMENTS (files, separated by spaces), PROFILE, TRIALS (may be empty), BASELINE, ALPHA, DATA (data sets to
# fetch, separated by spaces, may be empty), REQUIRE_DATA (true unless it says false), and OUT, the folder that the records
# and the report go to.
set -euo pipefail
root=$(cd "$(dirname "$0")/../../.." && pwd)
mcover=$root/packages/mcover/bin/mcover.js

# Modules of the repository's own import the packages: for the time of the run, where there is no such folder.
if [ ! -e node_modules ]; then
  ln -s "$root/node_modules" node_modules
  trap 'rm node_modules' EXIT
fi

case ${REQUIRE_DATA:-true} in
true) require=(--require-data) ;;
false) require=() ;;
*) echo "require-data is \"$REQUIRE_DATA\"; allowed: true, false" >&2 && exit 2 ;;
esac
read -r -a files <<<"$EXPERIMENTS"
read -r -a data <<<"${DATA:-}"
if [ ${#data[@]} -gt 0 ]; then node "$mcover" data fetch "${data[@]}"; fi
node "$mcover" run "${files[@]}" --profile "$PROFILE" ${TRIALS:+--trials "$TRIALS"} --out "$OUT" "${require[@]}"
node "$mcover" gate --baseline "$BASELINE" --results "$OUT/results/$PROFILE" --alpha "$ALPHA" --github "${require[@]}"
