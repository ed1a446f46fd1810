import { countersSource } from './counters.ts';
import { randomSource } from './random.ts';
import { lanesOf, type Shape, wordsOf } from './shape.ts';
import { sweepSource } from './sweep.ts';

/** Bytes of workgroup memory that the sums of sweep.ts take. */
const sumsBytes = 32;

/** The order lies in workgroup memory, which invocation 0 shuffles ten times as fast, where that holds it. */
const placeOf = ({ sites }: Shape, bytes: number): 'workgroup' | 'storage' =>
  4 * sites + sumsBytes <= bytes ? 'workgroup' : 'storage';

/** The kernels of one shape, for a device of these limits: `start`, `sweep` and `energy`, one workgroup a trial. */
export function annealingSource(shape: Shape, limits: GPUSupportedLimits): string {
  const { N, M, S, P, sites, words, planes, rows, cost } = shape;
  const sizes = wordsOf(shape);
  const place = placeOf(shape, limits.maxComputeWorkgroupStorageSize);
  const stored = (i: string) => `orders[trial * SITES + ${i}]`;
  const entry = place === 'storage' ? stored : (i: string) => `order[${i}]`;
  const lanes = lanesOf(shape, limits.maxComputeInvocationsPerWorkgroup);

  return /* wgsl */ `
const N = ${N}u;
const M = ${M}u;
const S = ${S}u;
const PATTERNS = ${P}u;
const SITES = ${sites}u;
const CONTEXTS = ${S * M}u;
const WORDS = ${words}u;
const LANES = ${lanes}u;
const PLANES = ${planes}u;
const ROWS = ${rows}u;
/** The counter ⌊−N/2⌋ of a margin with which no weight agrees. */
const LOWEST = ${Math.floor(-N / 2) >>> 0}u;
const CONTEXT_WORDS = ${sizes.contexts}u;
const STATE_WORDS = ${sizes.states}u;

struct Run { sweeps: u32 }

${place === 'workgroup' ? 'var<workgroup> order: array<u32, SITES>;' : ''}
${randomSource}
${countersSource(shape)}
${sweepSource(shape, entry)}

/** Counts the margins of the initial weights: each adds 1 to the counters of the patterns that agree with it. */
@compute @workgroup_size(LANES)
fn start(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let trial = group.x;
  for (var j = lane; j < WORDS; j += LANES) {
    clearCounters(trial, j);
    for (var site = 0u; site < SITES; site++) {
      let against = select(0xffffffffu, 0u, ${stored('site')} > 0x7fffffffu);
      let agreeing = (columns[(trial * N + site % N) * WORDS + j] ^ against) & usedBits(j);
      for (var s = 0u; s < S; s++) {
        moveCounters(trial, contextOf(trial, site, s), j, agreeing, 0u);
      }
    }
  }
}

@compute @workgroup_size(LANES)
fn sweep(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let trial = group.x;
  let state = trial * STATE_WORDS;
  random = vec4u(states[state], states[state + 1u], states[state + 2u], states[state + 3u]);
${place === 'workgroup' ? `  for (var i = lane; i < SITES; i += LANES) { order[i] = ${stored('i')}; }` : ''}
  var turn = 0u;
  for (var t = 0u; t < run.sweeps; t++) {
    workgroupBarrier();
    shuffle(trial, lane);
    ${place === 'storage' ? 'storageBarrier();' : ''}
    workgroupBarrier();
    turn = sweepOnce(trial, lane, tables[2u * t], i32(tables[2u * t + 1u]), turn);
  }
  workgroupBarrier();
${place === 'workgroup' ? `  for (var i = lane; i < SITES; i += LANES) { ${stored('i')} = order[i]; }` : ''}
  if (lane < 4u) { states[state + lane] = random[lane]; }
}

/** Σ ℓ in units of cost over the patterns of each invocation, low word and high, from counters e < 0. */
@compute @workgroup_size(LANES)
fn energy(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let trial = group.x;
  var low = 0u;
  var high = 0u;
  for (var j = lane; j < WORDS; j += LANES) {
    for (var row = 0u; row < CONTEXTS; row++) {
      let at = planesAt(trial, row, j);
      let sign = counters[at + (PLANES - 1u) * WORDS];
      var under = countOneBits(sign) << (PLANES - 1u);
      for (var i = 0u; i < PLANES - 1u; i++) {
        under -= countOneBits(counters[at + i * WORDS] & sign) << i;
      }
      let cost = ${energyOf(cost, N)};
      low += cost;
      high += select(0u, 1u, low < cost);
    }
  }
  energies[2u * (trial * LANES + lane)] = low;
  energies[2u * (trial * LANES + lane) + 1u] = high;
}
`;
}

/** Σ ℓ of 32 patterns of which `under` is Σ −e over e < 0: m = 2e, or 2e + 1 for odd N. */
function energyOf(cost: Shape['cost'], N: number): string {
  if (cost === 'count') return 'countOneBits(sign)';
  return N % 2 === 0 ? 'under' : '2u * under - countOneBits(sign)';
}
