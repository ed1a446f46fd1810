export { decide, effectsOf, type Gate, type GateResult, gateOf, judge, type Verdict } from './gate.ts';
export { annotation, annotationsOf } from './github.ts';
export { gateJson } from './json.ts';
export { writeReference } from './reference.ts';
export { type Renewal, renewalOf } from './renewal.ts';
export { statementOf } from './statement.ts';
export { gateText } from './text.ts';
