import { plural, type TrialRecord } from '@mcover/record';
import { gather } from '../summary/gather.ts';
import { type Descriptions, inOrder } from '../summary/terms.ts';

/** A file of the crate. */
export interface CrateFile {
  /** Relative to the folder of the crate. */
  name: string;
  bytes: number;
  sha256: string;
}

export interface Crate {
  /** Of the folder. */
  name: string;
  files: readonly CrateFile[];
  records: readonly TrialRecord[];
  descriptions: Descriptions;
  /** When the newest of the files was written, in ISO 8601. */
  date: string;
  /** Address of a licence, which the owner of the records gives. */
  license?: string | undefined;
}

/**
 * `ro-crate-metadata.json` of a folder of journals, by RO-Crate 1.1 (https://w3id.org/ro/crate/1.1): what each file is,
 * and which runs of the program made it.
 *
 * @example
 * const crate = { name: 'quick', files: [], records: [], descriptions: new Map(), date: '2026-01-01' };
 * roCrate(crate)['@graph'].map(({ '@id': id }) => id); // ['ro-crate-metadata.json', './']
 */
export function roCrate(crate: Crate): { '@context': string; '@graph': Record<string, unknown>[] } {
  const { name, files, descriptions, date, license } = crate;
  return {
    '@context': 'https://w3id.org/ro/crate/1.1/context',
    '@graph': [
      {
        '@id': 'ro-crate-metadata.json',
        '@type': 'CreativeWork',
        about: { '@id': './' },
        conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' },
      },
      {
        '@id': './',
        '@type': 'Dataset',
        name: `mcover records: ${name}`,
        description: descriptionOf(crate),
        datePublished: date,
        ...(license && { license: { '@id': license } }),
        hasPart: files.map((file) => ({ '@id': idOf(file.name) })),
      },
      ...files.map((file) => fileEntity(file, descriptions)),
      ...actionsOf(crate),
      ...(license ? [{ '@id': license, '@type': 'CreativeWork', name: license }] : []),
    ],
  };
}

function descriptionOf({ records, descriptions }: Crate): string {
  const ids = inOrder(new Set(records.map(({ experiment }) => experiment)), descriptions);
  const titles = ids.map((id) => descriptions.get(id)?.title ?? id);
  return `${plural(records.length, 'trial')} of ${plural(ids.length, 'experiment')}: ${titles.join('; ')}`;
}

function fileEntity({ name, bytes, sha256 }: CrateFile, descriptions: Descriptions): Record<string, unknown> {
  const [, experiment, ending] = /^(.*)\.(ndjson|json)$/.exec(name) ?? [];
  const title = descriptions.get(experiment)?.title ?? experiment;
  const journal = ending === 'ndjson';
  return {
    '@id': idOf(name),
    '@type': 'File',
    name: journal ? `records: ${title}` : `description: ${title}`,
    encodingFormat: journal ? 'application/x-ndjson' : 'application/json',
    contentSize: String(bytes),
    sha256,
  };
}

/** One action a version of the program and an experiment, and the program itself. */
function actionsOf({ records, descriptions }: Crate): Record<string, unknown>[] {
  const programs = gather(records, ({ provenance: { commit, runtime } }) => `#mcover-${commit}-${runtime}`);
  return [...programs].flatMap(([name, own]) => {
    const id = encodeURI(name);
    const { commit, runtime } = own[0].provenance;
    const experiments = gather(own, ({ experiment }) => experiment);
    return [
      {
        '@id': id,
        '@type': 'SoftwareApplication',
        name: 'mcover',
        softwareVersion: commit,
        softwareRequirements: runtime,
      },
      ...[...experiments].map(([experiment, made]) => ({
        '@id': `${id}-${experiment}`,
        '@type': 'CreateAction',
        name: descriptions.get(experiment)?.title ?? experiment,
        description: plural(made.length, 'trial'),
        instrument: { '@id': id },
        result: { '@id': idOf(`${experiment}.ndjson`) },
      })),
    ];
  });
}

/** A name of a file as a relative URI. */
const idOf = (name: string) => encodeURI(name);
