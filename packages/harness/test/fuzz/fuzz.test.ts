import { fuzzAll } from './subjects.ts';

fuzzAll(150, 1);
