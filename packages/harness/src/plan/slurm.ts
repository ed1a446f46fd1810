/** What a job array of Slurm is to do. */
export interface ArrayJob {
  /** Words of the command that computes a part, before what names the part. */
  command: readonly string[];
  /** How many parts there are. */
  parts: number;
  /** Those that are to run; all of them without it. */
  which: readonly number[] | undefined;
  /** Threads of a part. */
  threads: number;
  /** Seconds that a part may take. */
  seconds: number;
  /** Whether parts are shards, which are merged in the end, or workers of a queue. */
  kind: 'shards' | 'workers';
}

/** Minutes that starting takes, and reading data. */
const start = 10;
/** Megabytes of the program, and of each of its threads: four times what the trials of the paper take. */
const memory = { program: 512, thread: 256 };

/**
 * A script that submits itself: `bash FILE` on the login node. A part that comes to the end of its time, or whose node is lost,
 * goes into the queue again, and goes on from where it was.
 *
 * @example
 * const job = { command: ['repro'], parts: 3, which: undefined, threads: 8, seconds: 5400, kind: 'shards' } as const;
 * slurmScript(job).includes('#SBATCH --array=1-3\n#SBATCH --cpus-per-task=8\n#SBATCH --time=01:40:00\n'); // true
 */
export function slurmScript({ command, parts, which, threads, seconds, kind }: ArrayJob): string {
  const array = which ? which.join(',') : `1-${parts}`;
  const words = command.map(quoted).join(' ');
  const part =
    kind === 'shards'
      ? `--shard "$SLURM_ARRAY_TASK_ID/${parts}" --out "shards/$SLURM_ARRAY_TASK_ID"`
      : '--name "slurm-$SLURM_JOB_ID" --once';
  const merge = `
  # Also when parts have failed: it tells what is missing.
  sbatch --parsable --job-name=mcover-merge --dependency="afterany:$id" --output=%x-%j.out \\
    --wrap="$mcover merge shards/* --out merged" >/dev/null`;
  return `#!/bin/bash
# Submits itself: bash FILE. MCOVER says how the program is called, if not by npx.
#SBATCH --job-name=mcover
#SBATCH --array=${array}
#SBATCH --cpus-per-task=${threads}
#SBATCH --time=${slurmTime(seconds)}
#SBATCH --mem=${memory.program + memory.thread * threads}M
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=%x-%A-%a.out
# A minute before the time is over.
#SBATCH --signal=B:USR1@60
mcover=\${MCOVER:-npx mcover}
if [ -z "\${SLURM_ARRAY_TASK_ID:-}" ]; then
  id=$(sbatch --parsable "$0") || exit
  id=\${id%%;*}${kind === 'shards' ? merge : ''}
  echo "$id"
  exit
fi
cd "$SLURM_SUBMIT_DIR" || exit
# A result depends on its trial alone: what is finished stays, and the next start goes on.
again() {
  kill -TERM "$child"
  wait "$child"
  [ "\${SLURM_RESTART_COUNT:-0}" -lt 20 ] && scontrol requeue "$SLURM_JOB_ID"
  exit 1
}
trap again USR1
$mcover ${words} --workers "$SLURM_CPUS_PER_TASK" ${part} &
child=$!
wait "$child"
`;
}

/** Hours, minutes and seconds: so many seconds and what starting takes, in full minutes. */
function slurmTime(seconds: number): string {
  const minutes = Math.ceil(seconds / 60) + start;
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:00`;
}

/** A word as a shell takes it for itself. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
