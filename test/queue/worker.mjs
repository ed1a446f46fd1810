import { openStore } from '@mcover/queue';
import { serve } from '../../packages/harness/dist/queue/serve.js';

// A worker whose threads run a module of the test's: `node worker.mjs URL NAME LEASE [MODULE]`.
const [url, name, lease, module] = process.argv.slice(2);
const ending = new AbortController();
process.on('SIGTERM', () => ending.abort());
const store = await openStore(url);
const { trials } = await serve({
  ...{ store, workers: 2, name, lease: Number(lease), once: false, signal: ending.signal },
  note: (text) => console.log(text),
  ...(module && { worker: new URL(module) }),
});
console.log(`${trials} trials`);
store.close();
