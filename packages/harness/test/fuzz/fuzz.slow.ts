import { fuzzAll } from './subjects.ts';

// Other cases each night; one that fails prints its seed and path, with which fast-check draws it again.
fuzzAll(10_000);
