import { decide, plan, run, tune, verify } from '@mcover/harness';
import { divergedKind } from '@mcover/record';
import { cellStudies } from '@mcover/report';
import { describe, expect, test } from 'vitest';
import { readDescription, readJournals } from '../dist/journal/folder.js';
import { temporary, writeExperiment } from './support.ts';

/** What becomes of trials whose training leaves the numbers, and of what a folder knows of its studies. */

const network = {
  id: 'e',
  model: 'mlp',
  data: { name: 'hidden-manifold', D: 3, test: 20 },
  params: { widths: [6, 4, 10], P: 20, B: 10, epochs: 2 },
  methods: [{ method: 'sgd' }, { method: 'ema' }],
  sweep: { rate: [0.05, 1e200] },
  trials: 2,
  profiles: { smoke: {} },
};

const asked = (more: object, out = temporary()) => ({
  files: [writeExperiment(out, 'e.json', { ...network, ...more })],
  profile: 'smoke',
  out,
  workers: 1,
});

const decision = { compare: [['ema', 'sgd']], range: [0, 1], difference: 0.5, most: 60, batch: 20 };

const faultsOf = async (folder: string) => (await verify(folder)).verdicts.flatMap(({ faults }) => faults);

describe('a trial that diverges', () => {
  test('is told at each start of a run, and is not run again', async () => {
    const request = asked({});
    const first = await run(request);
    expect(first.failed.map(({ failure }) => failure.kind)).toEqual(Array(4).fill(divergedKind));
    let ran = 0;
    const second = await run(request, { onProgress: () => ran++ });
    expect(second.failed.map(({ pending }) => pending.id).sort()).toEqual(
      first.failed.map(({ pending }) => pending.id).sort(),
    );
    expect(ran).toBe(0);
    const { plan: left } = await plan(request);
    expect(left.experiments).toMatchObject([{ trials: 8, there: 8, toRun: 0 }]);
    expect(await faultsOf(first.folder)).toHaveLength(4);
  });

  test('counts as the worst of the range where something is to be decided', async () => {
    const { comparisons, failed, folder } = await decide(asked({ decide: decision }));
    expect(failed).toEqual([]);
    const [trained, lost] = comparisons;
    expect(trained).toMatchObject({ finding: 'equal', diverged: 0 });
    // All of both sides are the worst: no difference in any pair.
    expect(lost).toMatchObject({ finding: 'equal', diverged: 2 * lost.n });
    expect(lost.looks.map(({ mean }) => mean)).toEqual(lost.looks.map(() => 0));
    expect(await faultsOf(folder)).toEqual([]);
  });
});

describe('the folder', () => {
  test('knows what is asked for, where no trial is left to run', async () => {
    const out = temporary();
    const { folder } = await decide(asked({ decide: decision }, out));
    let ran = 0;
    await decide(asked({ title: 'Anew', decide: { ...decision, difference: 0.6 } }, out), {
      onProgress: () => ran++,
    });
    expect(ran).toBe(0);
    expect(readDescription(folder, 'e')).toMatchObject({ title: 'Anew', decide: { difference: 0.6 } });
  });

  test('tells the study of the seed that was asked for last', async () => {
    const out = temporary();
    const { folder } = await decide(asked({ decide: decision }, out));
    const { comparisons } = await decide({ ...asked({ decide: decision }, out), seed: 2 });
    const description = readDescription(folder, 'e')!;
    expect(description.decide!.seed).toEqual({ root: 2 });
    const { records } = readJournals(folder).get('e')!;
    expect(cellStudies(records, description.decide!).map(({ looks }) => looks)).toEqual(
      comparisons.map(({ looks }) => looks),
    );
    const [{ looks: first }] = cellStudies(records, { ...description.decide!, seed: { root: 1 } });
    expect(first).not.toEqual(comparisons[0].looks);
  });

  test('knows its tuning after a run of the same file, until the file tunes nothing', async () => {
    const out = temporary();
    const space = [{ method: 'sgd', parameters: { rate: [0.05, 1e200] } }];
    const tuning = { space, budget: { trials: 20 }, batch: 2, most: 4, heldOut: 2, range: [0, 1] };
    const whole = { sweep: undefined, tune: tuning };
    const { folder } = await tune(asked(whole, out));
    const { tune: before } = readDescription(folder, 'e')!;
    await run(asked(whole, out));
    expect(readDescription(folder, 'e')!.tune).toEqual(before);
    expect(await faultsOf(folder)).toEqual([]);
    await run(asked({ sweep: undefined }, out));
    expect(readDescription(folder, 'e')!.tune).toBeUndefined();
  });

  test('has no place for a decision and a tuning of one experiment', async () => {
    const tuning = { space: [{ method: 'sgd', parameters: { rate: [0.1] } }], budget: { trials: 20 } };
    await expect(plan(asked({ sweep: undefined, decide: decision, tune: tuning }))).rejects.toThrow(
      '/tune: there is "decide" as well',
    );
  });
});
