import { stream } from '@mcover/core';
import {
  chainOf,
  type Device,
  DeviceError,
  type DeviceInfo,
  type Finding,
  openAnnealing,
  openLoops,
  openPool,
  openThread,
  probe,
  routedFields,
  select,
} from '@mcover/gpu';
import { describe, expect, it } from 'vitest';
import { randomFields } from './problems.ts';

const { problem, weights } = randomFields(stream({ root: 4, trial: 0 }, 'choice', {}));
const expected = await routedFields(openThread(), problem, weights);

/** A device that computes as this thread does, until it has its fault. */
function device(name: string, kind: DeviceInfo['kind'], fault?: () => unknown): Device & { closed: boolean } {
  const thread = openThread();
  return {
    info: { backend: 'webgl2', kind, name },
    closed: false,
    async compute(call) {
      const thrown = fault?.();
      if (thrown) throw thrown;
      return thread.compute(call);
    },
    async close() {
      this.closed = true;
    },
  };
}

const fields = (on: Device) => routedFields(on, problem, weights);
const unexpected = (text: string) => expect.fail(text);

describe('a chain of devices', () => {
  it('goes over to the next device with one warning of cause and remedy, for all calls in flight', async () => {
    const warnings: string[] = [];
    const failing = device('Radeon', 'gpu', () => new DeviceError('lost', 'the device was lost'));
    let opened = 0;
    const chain = chainOf<Device>(
      [
        async () => failing,
        async () => {
          opened++;
          return openThread();
        },
      ],
      (text) => warnings.push(text),
    );
    expect((await chain.device()).info.name).toBe('Radeon');
    const results = await Promise.all([chain.on(fields), chain.on(fields), chain.on(fields)]);
    for (const result of results) expect(result).toEqual(expected);
    expect(opened).toBe(1);
    expect(failing.closed).toBe(true);
    expect(warnings).toEqual([
      'the device was lost; the thread (this thread) takes over; start again to use it again; ' +
        'where it happens often, renew its driver or name another engine',
    ]);
    expect((await chain.device()).info.backend).toBe('thread');
  });

  it('passes over devices that do not open', async () => {
    const warnings: string[] = [];
    const absent = async () => {
      throw new DeviceError('absent', 'no adapter');
    };
    const chain = chainOf<Device>([absent, async () => openThread()], (text) => warnings.push(text));
    expect(await chain.on(fields)).toEqual(expected);
    expect(warnings).toEqual([expect.stringContaining('no adapter; the thread (this thread) takes over')]);
  });

  it('throws the fault of the last device, and errors that are no device’s', async () => {
    const lost = new DeviceError('lost', 'gone');
    const last = chainOf([async () => device('Radeon', 'gpu', () => lost)], unexpected);
    await expect(last.on(fields)).rejects.toBe(lost);
    const input = new RangeError('x');
    const chain = chainOf<Device>(
      [async () => device('R', 'gpu', () => input), async () => openThread()],
      unexpected,
    );
    await expect(chain.on(fields)).rejects.toBe(input);
  });

  it('computes in this thread when the threads of a pool die', async () => {
    const warnings: string[] = [];
    const worker = new URL('./dying-worker.mjs', import.meta.url);
    const openers = [() => openPool({ threads: 2, worker }), async () => openThread()];
    const chain = chainOf<Device>(openers, (text) => warnings.push(text));
    expect(await chain.on(fields)).toEqual(expected);
    expect(warnings).toEqual([expect.stringContaining('a thread of the pool died')]);
  });
});

describe('the choice', () => {
  const way = (name: string, on: Device) => ({ name, open: async () => on });
  const times = new Map([
    ['fast', 2],
    ['faster', 1],
    ['slow', 50],
    ['this thread', 10],
  ]);
  const choose = async (devices: Device[], use: 'auto' | 'any' = 'auto') => {
    const { chain, findings } = await select<Device>({
      ways: devices.map((on) => way(on.info.name, on)),
      processors: [async () => openThread()],
      time: async (on) => {
        await fields(on);
        return times.get(on.info.name) ?? expect.fail(`${on.info.name} is timed`);
      },
      use,
      warn: unexpected,
    });
    return { picked: (await chain.device()).info.name, findings };
  };

  it('takes the fastest GPU, and closes the others', async () => {
    const [fast, faster] = [device('fast', 'gpu'), device('faster', 'gpu')];
    const { picked, findings } = await choose([fast, faster]);
    expect(picked).toBe('faster');
    expect([fast.closed, faster.closed]).toEqual([true, false]);
    expect(findings.map(({ reason }) => reason)).toEqual([
      '2.00 ms where faster takes 1.00 ms',
      '1.00 ms where the processor takes 10.0 ms',
    ]);
  });

  it('never takes a GPU that is slower than the processor', async () => {
    const { picked, findings } = await choose([device('slow', 'gpu')]);
    expect(picked).toBe('this thread');
    expect(findings[0]).toMatchObject({ picked: false, reason: '50.0 ms where the processor takes 10.0 ms' });
    expect(findings[1]).toMatchObject({ way: 'processor', picked: true, reason: 'no GPU is faster' });
  });

  it('does not even time what imitates a GPU, unless any device is good', async () => {
    const name = 'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)';
    const { picked, findings } = await choose([device(name, 'software')]);
    expect(picked).toBe('this thread');
    expect(findings.map(({ reason }) => reason)).toEqual([
      'it imitates a GPU on the processor, or hides what it is',
      'there is no GPU',
    ]);
    expect((await choose([device(name, 'software')], 'any')).picked).toBe(name);
  });

  it('leaves out a GPU that fails while it is timed', async () => {
    const failing = device('fast', 'gpu', () => new DeviceError('refused', 'a kernel does not compile'));
    const { picked, findings } = await choose([failing]);
    expect(picked).toBe('this thread');
    expect(findings[0].reason).toBe('a kernel does not compile');
  });
});

describe('on this machine', () => {
  const setup = { threads: 2, use: 'auto' as const, now: () => performance.now(), warn: unexpected };

  function expectReasons(findings: readonly Finding[]): void {
    expect(findings.filter(({ picked }) => picked)).toHaveLength(1);
    for (const { reason } of findings) expect(reason).not.toBe('');
    for (const { device: there, picked } of findings) {
      if (picked && there?.kind === 'software') expect.fail('a software device was picked');
    }
  }

  it('finds what computes the loops, with a reason for every way', async () => {
    const loops = await openLoops(setup);
    expectReasons(loops.findings);
    expect(await fields(loops)).toEqual(expected);
    await loops.close();
  });

  it('probes for both, and leaves nothing open', async () => {
    const { annealing, training, loops } = await probe(setup);
    expectReasons(training);
    expect(annealing.map(({ way }) => way)).toContain('webgpu');
    expect(loops.map(({ way }) => way)).toEqual(
      expect.arrayContaining(['gpu.js webgpu', 'gpu.js webgl2', 'gpu.js headlessgl']),
    );
  });

  it('finds what anneals, with a reason for every way', async () => {
    const annealing = await openAnnealing(setup);
    expectReasons(annealing.findings);
    const { by } = await annealing.anneal([], Float64Array.of(1));
    expect(by).toEqual(await annealing.device());
    await annealing.close();
  });
});
