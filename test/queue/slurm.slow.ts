import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { essence, journal, mcover, mine, program, temporary, write } from '../cli/support.ts';
import { freePort, onPath } from './servers.ts';

const missing = ['munged', 'slurmctld', 'slurmd', 'sbatch'].filter((name) => !onPath(name, '/usr/sbin'));
if (missing.length > 0)
  console.warn(`not tested: job arrays, no ${missing.join(', ')} here (apt-get install slurm-wlm munge)`);

const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const until = async (isSo: () => boolean) => {
  while (!isSo()) await pause(200);
};

/** A Slurm of one node with two processors, in a folder of its own. Gives the environment of its clients. */
async function startSlurm(): Promise<NodeJS.ProcessEnv> {
  const folder = temporary();
  const file = (name: string) => path.join(folder, name);
  const [control, daemon] = [await freePort(), await freePort()];
  fs.writeFileSync(file('key'), randomBytes(64), { mode: 0o400 });
  const user = os.userInfo().username;
  const settings = `ClusterName=mcover
SlurmctldHost=localhost
SlurmctldPort=${control}
SlurmdPort=${daemon}
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=${file('socket')}
SlurmUser=${user}
SlurmdUser=${user}
StateSaveLocation=${folder}
SlurmdSpoolDir=${folder}
SlurmctldPidFile=${file('slurmctld.pid')}
SlurmdPidFile=${file('slurmd.pid')}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SchedulerType=sched/builtin
ReturnToService=2
KillWait=5
MpiDefault=none
NodeName=node1 NodeHostname=localhost NodeAddr=127.0.0.1 CPUs=2 RealMemory=2000
PartitionName=debug Nodes=ALL Default=YES
`;
  const conf = write(folder, 'slurm.conf', settings);
  const env = { ...process.env, SLURM_CONF: conf };
  const run = (name: string, ...args: string[]) =>
    children.push(spawn(onPath(name, '/usr/sbin')!, args, { env, stdio: 'ignore' }));
  const own = ['socket', 'key', 'log', 'seed', 'pid'].map(
    (name) => `--${name}${name === 'socket' ? '' : '-file'}=${file(name)}`,
  );
  run('munged', '--foreground', '--force', ...own);
  await until(() => fs.existsSync(file('socket')));
  run('slurmctld', '-D', '-f', conf);
  run('slurmd', '-D', '-f', conf, '-N', 'node1');
  await until(() => spawnSync('sinfo', ['-h', '-o', '%T'], { env }).stdout.toString().trim() === 'idle');
  return env;
}

/** Some seconds of trials a shard: long enough to be requeued in mid-run. */
const experiment = mine
  .replace('"N": 11', '"N": 101')
  .replace('"schedule": { "step": 0.1, "to": 0.1 }', '"schedule": { "step": 0.0005, "to": 0.0005 }')
  .replace('"trials": 2', '"trials": 100');

test.skipIf(missing.length > 0)('a job array with a requeued part merges to the records of run', async () => {
  const env = { ...(await startSlurm()), MCOVER: `${process.execPath} ${program}`, MCOVER_OFFLINE: '1' };
  const [folder, calm] = [temporary(), temporary()];
  const args = [write(folder, 'mine.json', experiment), '--profile', 'smoke'];
  const asked = (name: string, ...words: string[]) =>
    execFileSync(name, words, { cwd: folder, env }).toString().trim();

  const { stdout } = await mcover(['slurm', ...args, '--shards', '2', '--cpus', '1'], folder);
  const id = asked('bash', write(folder, 'shards.sh', stdout));
  const first = journal(path.join(folder, 'shards', '1'), 'mine');
  const lines = () => (fs.existsSync(first) ? fs.readFileSync(first, 'utf8').split('\n').length : 0);
  await until(() => lines() > 10);
  asked('scontrol', 'requeue', `${id}_1`);
  expect(asked('scontrol', 'show', 'job', `${id}_1`)).toContain('Restarts=1');
  // Slurm has a job that was requeued wait for two minutes.
  await until(() => asked('squeue', '-h', '-j', `${id}_1`, '-o', '%T') === 'PENDING');
  asked('scontrol', 'update', `jobid=${id}_1`, 'starttime=now');
  await until(() => asked('squeue', '-h') === '');

  const said = fs.readFileSync(path.join(folder, `mcover-${id}-1.out`), 'utf8');
  expect(said).toMatch(/engine \w+: 0 there.*engine \w+: [1-9]\d* there/s);
  expect((await mcover(['run', ...args, '--out', calm])).code).toBe(0);
  const merged = essence(journal(path.join(folder, 'merged'), 'mine'));
  expect(merged).toHaveLength(200);
  expect(merged).toEqual(essence(journal(calm, 'mine')));
});
