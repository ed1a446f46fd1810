export { type Address, addressOf } from './address.ts';
export { openStore } from './open.ts';
export {
  GivenBack,
  type Held,
  type Job,
  type Queue,
  type Standing,
  type State,
  type Store,
  StoreError,
  states,
  type Worker,
  type WorkerOptions,
} from './store.ts';
