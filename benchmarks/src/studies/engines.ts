import { measureAsync } from '../measure-async.ts';
import { planAnnealing } from '../plans/annealing.ts';
import { planLoops } from '../plans/loops.ts';
import { planTraining } from '../plans/training.ts';
import { rowOf } from '../row.ts';
import type { Study } from '../study.ts';
import { timeTable } from '../tables.ts';

/** Every engine and device on every hot loop, in one run. */
export const engines: Study = {
  id: 'engines',
  title: 'Every engine on every loop',
  async run(setting) {
    setting.log('engines: devices');
    const parts = [await planLoops(setting), await planAnnealing(setting), await planTraining(setting)];
    const timed = parts.flatMap((part) => part.timed);
    const missing = parts.flatMap((part) => part.missing);
    setting.log(`engines: ${timed.length} tasks`);
    const { tasks, slowness } = await measureAsync(
      timed.map(({ task }) => task),
      setting.short ? 2 : 6,
    );
    for (const close of parts.flatMap((part) => part.close)) await close();
    const rows = tasks.map((task, i) => rowOf(task, timed[i].place));
    return {
      method: [
        'The batched loops of @mcover/gpu by every device that computes them, all that travels to it and back included; batches of annealings; gradient steps of the multilayer perceptron.',
        'A device bears its own name. What imitates a GPU on the processor is not timed.',
        'Each is called once a round, all in turns.',
      ].join(' '),
      rows,
      missing,
      fits: [],
      ratios: [],
      figures: [],
      slowness: [slowness],
      tables: [timeTable('engines-times', rows, missing)],
    };
  },
};
