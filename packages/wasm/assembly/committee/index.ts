export { attract } from './attract';
export {
  batch,
  copies,
  exists,
  fields,
  inputBits,
  inputWords,
  inverses,
  K,
  labels,
  M,
  messages,
  N,
  patternBits,
  patterns,
  routes,
  S,
  strips,
  tables,
  unitVectors,
  values,
  weights,
} from './layout';
export { normalise } from './rows';
export { step } from './step';
export { unitFields } from './unit-fields';
