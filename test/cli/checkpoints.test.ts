import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { checkpointsIn, killedAfterCheckpoint, longTrials, survivesPutDown } from './put-down.ts';
import { alone, essence, journal, temporary } from './support.ts';

test.each(['perceptron', 'mlp'] as const)(
  'a long trial of the %s is killed, and ends as if it had not been',
  (model) => survivesPutDown(model, 'wasm', 2),
);

test('a damaged checkpoint is set aside, and its trial begins anew', async () => {
  const args = ['run', longTrials('mlp'), '--profile', 'smoke', '--trials', '1', '--checkpoint', '0.02'];
  const [out, calm] = [temporary(), temporary()];
  const id = await killedAfterCheckpoint(args, out);
  const file = path.join(out, 'results', 'smoke', 'checkpoints', id);
  const bytes = fs.readFileSync(file);
  bytes[bytes.length - 9] ^= 4;
  fs.writeFileSync(file, bytes);
  const { code, stderr } = await alone([...args, '--out', out]);
  expect(code).toBe(0);
  expect(stderr).toContain(
    'is set aside, and its trial begins anew: it is damaged, or of another trial or build',
  );
  expect([...checkpointsIn(out).keys()]).toEqual([`${id}.rejected`]);
  expect((await alone([...args, '--out', calm])).code).toBe(0);
  expect(essence(journal(out, 'long'))).toEqual(essence(journal(calm, 'long')));
});

test('a checkpoint that cannot be written is told once, and the run goes on', async () => {
  const out = temporary();
  const folder = path.join(out, 'results', 'smoke');
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'checkpoints'), 'no folder');
  const args = ['run', longTrials('mlp'), '--profile', 'smoke', '--checkpoint', '0.02', '--out', out];
  const { code, stderr } = await alone(args);
  expect(code).toBe(0);
  expect(stderr.match(/The run goes on without checkpoints/g)).toHaveLength(1);
  expect(essence(journal(out, 'long'))).toHaveLength(2);
});
