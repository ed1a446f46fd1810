import { modelLaws } from '@mcover/laws';
import { model as hopfield } from '../../../examples/hopfield.js';
import { model as logistic } from '../../../examples/logistic.js';

const schedule = { from: 2, to: 0.5, step: 0.5 };

modelLaws(hopfield, { params: { N: 12, P: 2, schedule, S: 3 }, data: { name: 'random-patterns' } });
modelLaws(logistic, { params: { P: 20, epochs: 3, S: 3 }, data: { name: 'leaves' } });
