/** Examples of each command, and what they do, for its help. Each is a call that the command takes. */
export const examples: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  repro: [
    ['mcover repro --profile smoke', 'every experiment of the paper, small: under a minute'],
    ['mcover repro --offline', 'download no data set; SYNTHETIC data stand in for one that is missing'],
    ['mcover repro --only table3,fig5', 'the experiments whose ids begin so'],
    ['mcover repro --only fig3 N=2001 kernel.sigma=1,2,3', 'with settings of your own; commas sweep'],
  ],
  plan: [
    ['mcover plan --profile paper', 'what the whole paper would cost'],
    ['mcover plan width.json N=101,201', 'the same for a file of your own'],
  ],
  run: [
    ['mcover run width.json', 'run what is missing, then report'],
    ['mcover run width.json kernel.sigma=1,2,3 --trials 50', 'with settings that come over the file'],
    [`mcover run width.json 'kernel={"kind":"uniform"}'`, 'a whole kernel is JSON, in quotes for the shell'],
    ['mcover run width.json --json > means.json', 'means and intervals of each cell, for programs'],
  ],
  decide: [
    [
      'mcover decide width.json --profile paper',
      'run until what it asks is decided, or its most trials are there',
    ],
    ['mcover decide width.json --trials 400', 'with 400 trials of a cell at most'],
    ['mcover decide width.json --queue queue.txt', 'let the machines of a queue compute'],
  ],
  tune: [['mcover tune tune.json', 'find the best setting of each method, with the same budget']],
  report: [['mcover report --profile smoke', 'tables, figures and page, from the records that are there']],
  show: [
    ['mcover show', 'the cells of results/quick with counts and means'],
    ['mcover show 982ed7e207 results/reference/smoke', 'one cell and its trials, or one record, by its id'],
  ],
  compare: [
    [
      'mcover compare results/quick --where kernel.sigma=1 --against kernel.sigma=3',
      'two widths, all else equal',
    ],
    ['mcover compare results/quick --where method=mcover --against method=vanilla', 'two methods'],
    ['mcover compare 982ed7e207 1ef879fe24 --results results/reference/smoke', 'two cells by their ids'],
    ['mcover compare results/quick /tmp/other/results/quick', 'the same cells of two folders'],
  ],
  explore: [
    ['mcover explore', 'a page with live trials and the records of results/quick'],
    ['mcover explore results/reference/smoke --build site', 'the same as files for any web server'],
  ],
  export: [
    ['mcover export results/quick --csv > trials.csv', 'one row a trial, every parameter a column'],
    ['mcover export results/quick --parquet --out trials.parquet', 'the same with types'],
    ['mcover export results/quick --rliable > scores.json', 'score matrices, runs × tasks of each algorithm'],
    ['mcover export results/quick --ro-crate', 'describes the folder for an archive'],
  ],
  gate: [
    ['mcover gate --profile smoke', 'new records against results/reference/smoke'],
    ['mcover gate --profile smoke --exact', 'the same, to the bit'],
    [
      'mcover gate --baseline reference/quick --results fresh/results/quick --renew',
      'make or renew a reference',
    ],
  ],
  verify: [
    ['mcover verify results/quick', 'each record by its schema, its sum and its model, and what is missing'],
    [
      'mcover verify results/quick --rerun 5% --seed 4711',
      'also run a twentieth of the trials again, and compare',
    ],
  ],
  merge: [['mcover merge shard1 shard2 --out all', 'join what two machines have made']],
  submit: [
    ['mcover submit --profile paper --queue redis://localhost:6379', 'let the machines of a queue compute'],
    [
      'mcover submit width.json --queue queue.txt --audit 1%',
      'an address in a file; two machines for 1 in 100',
    ],
  ],
  work: [
    ['mcover work --queue redis://localhost:6379', 'compute for it, on all cores'],
    ['mcover work --queue queue.txt --workers 4 --once', 'on four threads, until nothing is left'],
  ],
  queue: [
    ['mcover queue --queue redis://localhost:6379', 'what waits, runs and failed, and who works'],
    ['mcover queue clear --queue redis://localhost:6379', 'remove all jobs; journals stay'],
  ],
  slurm: [
    ['mcover slurm --profile paper --shards 16 --cpus 8 > shards.sh', 'then "bash shards.sh" submits it'],
    [
      'mcover slurm --profile paper --shards 16 --missing --out merged > rest.sh',
      'what a merge found missing',
    ],
    ['mcover slurm --shards 4 --queue queue.txt > workers.sh', 'four workers of a queue'],
  ],
  weights: [
    [
      'mcover weights results/quick --only table3-mlp',
      'run its trials again, and keep the weights that they end with',
    ],
  ],
  evaluate: [
    [
      'mcover evaluate results/quick/weights/FILE.safetensors --data mnist',
      'what kept weights do on other data',
    ],
  ],
  'export-weights': [
    ['mcover export-weights results/quick/weights/FILE.safetensors --npz', 'weights for NumPy'],
  ],
  landscape: [
    [
      'mcover landscape A.safetensors B.safetensors --data mnist:10000',
      'two networks from PyTorch: distance, barrier, local energy',
    ],
    [
      'mcover landscape results/quick/weights/*.safetensors --out figures',
      'all pairs of kept weights, drawn',
    ],
  ],
  count: [
    ['mcover count --hidden 4 --width 7', 'in how many ways a network of 4 hidden units is one of 7'],
    [
      `mcover count --kernel '{"kind":"directed-ring","mu":2,"sigma":1.5}' --covers 3`,
      'how much a kernel twists',
    ],
    [
      `mcover count --kernel '{"kind":"uniform"}' --covers 3 --weights 1000 --channels 10`,
      'and how many banks there are, up to names',
    ],
  ],
  data: [
    ['mcover data list', 'the data sets and how they stand'],
    ['mcover data fetch mnist', 'download one'],
  ],
  doctor: [['mcover doctor', 'what runs here, in three lines; --json says all of it']],
  schema: [
    ['mcover schema parameters', 'every parameter of every model: symbol, default, range'],
    ['mcover schema experiment > experiment.schema.json', 'JSON Schema of experiment files, for an editor'],
  ],
  completion: [
    ['mcover completion bash > ~/.local/share/bash-completion/completions/mcover', 'for bash'],
    ['mcover completion zsh > ~/.zfunc/_mcover', 'for zsh, with ~/.zfunc in fpath'],
    ['mcover completion fish > ~/.config/fish/completions/mcover.fish', 'for fish'],
  ],
};
