import { loopDevices } from '../devices.ts';
import { loopsOf, loopTask } from '../loops.ts';
import type { Setting } from '../study.ts';
import { add, closing, type Plan, processor } from './plan.ts';

/** The loops of @mcover/gpu by every device that computes them. */
export async function planLoops({ short }: Setting): Promise<Plan> {
  const found = await loopDevices(processor);
  const plan: Plan = { timed: [], missing: [], close: closing(found) };
  for (const loop of loopsOf(short)) {
    const place = (subject: string) => ({ series: loop.name, subject, at: { ...loop.at }, unit: 'product' });
    add(plan, found, place, (device) => loopTask(loop, device));
  }
  return plan;
}
