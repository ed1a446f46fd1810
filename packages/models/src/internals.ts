/** What the harness makes its own way of fitting of. Scripts need no more than `@mcover/models`. */
export { everyOf, seedOf } from './fit/fit.ts';
export { predictor } from './fit/predict.ts';
export { fittedOf, type Prepared, prepare } from './fit/prepare.ts';
export { classOrder } from './fit/rows.ts';
