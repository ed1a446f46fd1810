/*
 * What threads of piscina start with. Piscina requires the module of its threads and imports it only where that fails, and a
 * thread of Node 20 that is ended while it requires a standard module ends the whole process (`IsGraphAsync must be used on an
 * instantiated module`). So it is given this module, which imports the true one and gives promises of its functions: piscina
 * awaits them before the thread counts as ready.
 */

const { module: url, names } = require('node:worker_threads').workerData as {
  module: string;
  names: string[];
};

const loaded: Promise<Record<string, unknown>> = import(url);
const named = names.map((name) => [name, loaded.then((exported) => exported[name])]);

module.exports = Object.assign(
  loaded.then((exported) => exported.default),
  Object.fromEntries(named),
);
