import { fuzzAll } from './subjects.ts';

fuzzAll(300, 1);
