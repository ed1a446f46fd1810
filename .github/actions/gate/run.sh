#!/usr/bin/env bash
# Runs the experiments of a repository and compares their records with its reference. The inputs come as
# variables: EXPERIMENTS (files, separated by spaces), PROFILE, TRIALS (may be empty), BASELINE, ALPHA, MIN_TRIALS (may be
# empty), EXACT (false unless it says true), DATA (data sets to fetch, separated by spaces, may be empty), REQUIRE_DATA (true
# unless it says false), and OUT, the folder that the records and the report go to.
set -euo pipefail
root=$(cd "$(dirname "$0")/../../.." && pwd)
mcover=$root/packages/mcover/bin/mcover.js

# Modules of the repository's own import the packages: for the time of the run, where there is no such folder.
if [ ! -e node_modules ]; then
  ln -s "$root/node_modules" node_modules
  trap 'rm node_modules' EXIT
fi

# The option where an input says true, nothing where it says false.
option() {
  case $2 in
  true) echo "--$1" ;;
  false) ;;
  *) echo "$1 is \"$2\"; allowed: true, false" >&2 && return 2 ;;
  esac
}
require=$(option require-data "${REQUIRE_DATA:-true}")
exact=$(option exact "${EXACT:-false}")
read -r -a files <<<"$EXPERIMENTS"
read -r -a data <<<"${DATA:-}"
if [ ${#data[@]} -gt 0 ]; then node "$mcover" data fetch "${data[@]}"; fi
node "$mcover" run "${files[@]}" --profile "$PROFILE" ${TRIALS:+--trials "$TRIALS"} --out "$OUT" $require
node "$mcover" gate --baseline "$BASELINE" --results "$OUT/results/$PROFILE" --alpha "$ALPHA" --github \
  ${MIN_TRIALS:+--min-trials "$MIN_TRIALS"} $exact $require
