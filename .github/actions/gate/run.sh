#!/usr/bin/env bash
# Runs the experiments of a repository and compares their records with its reference. The inputs come as
# variables: EXPERIMENTS (files, separated by spaces), PROFILE, TRIALS (may be empty), BASELINE, ALPHA, and OUT, the
# folder that the records and the report go to.
set -euo pipefail
root=$(cd "$(dirname "$0")/../../.." && pwd)
mcover=$root/packages/mcover/bin/mcover.js

# Modules of the repository's own import the packages: for the time of the run, where there is no such folder.
if [ ! -e node_modules ]; then
  ln -s "$root/node_modules" node_modules
  trap 'rm node_modules' EXIT
fi

read -r -a files <<<"$EXPERIMENTS"
node "$mcover" run "${files[@]}" --profile "$PROFILE" ${TRIALS:+--trials "$TRIALS"} --out "$OUT"
node "$mcover" gate --baseline "$BASELINE" --results "$OUT/results/$PROFILE" --alpha "$ALPHA" --github
