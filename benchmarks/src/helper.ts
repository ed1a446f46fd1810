import { workerData } from 'node:worker_threads';
import { help } from '@mcover/wasm';

/** A thread that helps with the training that it is given. */
help(workerData);
