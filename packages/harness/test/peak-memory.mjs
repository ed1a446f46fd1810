import { sinkOf } from '../dist/lanes/lane.js';
import { threadsLane } from '../dist/lanes/threads.js';

/** Prints the peak memory of this process in bytes while some threads train on 60 000 images of 28 × 28 pixels. */

const threads = Number(process.argv[2]);
const count = 60_000;

/** @param {number} length @param {number} period */
function shared(length, period) {
  const bytes = new Uint8Array(new SharedArrayBuffer(length));
  for (let i = 0; i < length; i++) bytes[i] = (31 * i) % period;
  return bytes;
}

const images = (count) => ({
  count,
  rows: 28,
  columns: 28,
  pixels: shared(count * 784, 256),
  labels: shared(count, 10),
});
const training = { activation: 'relu', B: 256, epochs: 1, rate: 0.05, momentum: 0.9, noise: 0.01 };
const pending = Array.from({ length: threads }, (_, trial) => ({
  spec: {
    model: 'mlp',
    method: 'sgd',
    arithmetic: 'f32',
    data: { name: 'mnist', sha256: '0'.repeat(64) },
    params: { widths: [784, 8, 10], P: count, ...training },
    seed: { root: 1, trial },
  },
  id: `${trial}`,
  experiment: 'e',
  experiments: ['e'],
  seconds: 1,
  engine: 'wasm',
  uses: [],
}));
const lane = threadsLane({
  data: new Map([['mnist', { train: images(count), test: images(1000) }]]),
  workers: threads,
  timeLimit: () => 600,
});
const sink = sinkOf({
  environment: { runtime: 'x', commit: 'x', platform: 'x' },
  signal: new AbortController().signal,
  write: () => {},
  advance: () => {},
  note: () => {},
});
await lane.run(pending, sink);
if (sink.failed.length > 0) throw new Error(sink.failed[0].failure.message);
console.log(process.resourceUsage().maxRSS * 1024);
