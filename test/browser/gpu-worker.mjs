import { gauge, teacherStudent } from '@mcover/core';
import { perceptronProblem } from '@mcover/core/internals';
import { openAnnealing, openGpuJs, openLoops, openThread } from '@mcover/gpu';

/** A module Worker that opens a device of @mcover/gpu and asks it what it is told to. */

/** What gpu.js and WebGPU open here, so that they can be lost in mid-run. */
const contexts = [];
const devices = [];

/** Limits that devices of WebGPU are said to have in the place of their own. */
let pretended;

const { getContext } = OffscreenCanvas.prototype;
OffscreenCanvas.prototype.getContext = function record(...args) {
  const context = getContext.apply(this, args);
  contexts.push(context);
  return context;
};
if (globalThis.GPUAdapter) {
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function record(...args) {
    const device = await requestDevice.apply(this, args);
    if (pretended) {
      const { limits } = device;
      const value = new Proxy(limits, { get: (_, name) => pretended[name] ?? limits[name] });
      Object.defineProperty(device, 'limits', { value });
    }
    devices.push(device);
    return device;
  };
}

/** Has the next call of a method get these arguments in the place of its own. */
function breakOnce(prototype, name, wrong) {
  const method = prototype[name];
  prototype[name] = function broken() {
    prototype[name] = method;
    return method.apply(this, wrong);
  };
}

let device;
let annealing;
let warnings;

const answers = {
  async open({ mode }) {
    device = mode === 'thread' ? openThread() : await openGpuJs(mode);
    return device.info;
  },
  compute: ({ call }) => device.compute(call),
  async close() {
    await device.close();
  },
  lose() {
    for (const context of contexts) context.getExtension?.('WEBGL_lose_context')?.loseContext();
    for (const device of devices) device.destroy();
  },
  /** Makes the next drawing or dispatch invalid, as a fault of a driver or of gpu.js would. */
  breakNext({ mode }) {
    if (mode === 'webgl2') breakOnce(WebGL2RenderingContext.prototype, 'drawArrays', [0xbad, 0, 3]);
    else breakOnce(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', [2 ** 20]);
  },
  /** Opens whatever there is for the loops and for annealing, and gives what that is. */
  async choose({ limits }) {
    pretended = limits;
    warnings = [];
    const warn = (text) => warnings.push(text);
    const setup = { threads: 1, use: 'any', now: () => performance.now(), warn };
    device = await openLoops(setup);
    annealing = await openAnnealing(setup);
    return answers.account();
  },
  /** What computes now, and what was said when another device did no longer. */
  account: async () => ({ loops: device.info, annealing: await annealing.device(), warnings }),
  /** Trials of a perceptron, by what was chosen or in this thread by WebAssembly; `losing` it on the way. */
  async anneal({ by, losing, params, trials, temperatures }) {
    const { N, P } = params;
    const problems = Array.from({ length: trials }, (_, trial) => {
      const seed = { root: 1, trial };
      const { x, y } = teacherStudent(N, P, seed);
      return perceptronProblem({ N, P, G: gauge(x, y) }, params, seed);
    });
    if (losing) setTimeout(answers.lose, 20);
    const at = Float64Array.from(temperatures);
    if (by !== 'choice') return openThread().anneal(problems, at);
    return (await annealing.anneal(problems, at)).annealed;
  },
};

globalThis.onmessage = async ({ data: { ask, ...message } }) => {
  try {
    postMessage({ value: await answers[ask](message) });
  } catch (error) {
    const { name, message: text, fault } = error;
    postMessage({ error: { name, message: text, fault } });
  }
};
