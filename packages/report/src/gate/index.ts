export { type Effect, effectOf } from './effect.ts';
export {
  decide,
  effectsOf,
  familyOf,
  type Gate,
  type GateResult,
  gateOf,
  isEmpty,
  judge,
  type Verdict,
} from './gate.ts';
export { annotation, annotationsOf } from './github.ts';
export { gateJson } from './json.ts';
export type { Pair } from './pair.ts';
export { type ReferenceFiles, writeReference } from './reference.ts';
export { type Renewal, renewalOf } from './renewal.ts';
export {
  judgeSpeed,
  readSpeed,
  type Speed,
  type SpeedVerdict,
  speedProblemsOf,
  speedTable,
  writeSpeed,
} from './speed.ts';
export { statementOf } from './statement.ts';
export { gatePlain, gateText } from './text.ts';
