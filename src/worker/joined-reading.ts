import {
  hasCode,
  type QueryProblem,
  type RepositoryId,
  type SearchOptions,
  type SearchReply,
  type WrittenFilter,
} from '../domain/api.ts';
import type { Embedder } from '../embedding/api.ts';
import {
  type GenerationJoiner,
  type NamedGeneration,
  type OpenedGeneration,
  repositoriesAsked,
  type SearchPorts,
  search,
  searchPasted,
} from '../search/api.ts';
import type { Manifest } from '../storage/api.ts';
import type { HealthDesk } from './health-desk.ts';
import type { RepositoryShelf } from './repository-shelf.ts';
import { readWhole, withDamage } from './whole-reading.ts';

/** A repository of this device. */
interface NamedRepository {
  readonly id: RepositoryId;
  readonly name: string;
}

/** Mends that one request may wait for. */
const MOST_MENDS = 3;

/** All that a search over the repositories of this device needs. */
export interface DeviceSearchPorts extends Omit<SearchPorts, 'embedder'> {
  readonly shelf: RepositoryShelf;
  readonly health: HealthDesk;
  readonly joiner: GenerationJoiner;
  /** The model that made the vectors of a generation; null when it is not loaded. */
  readonly embedderFor: (manifest: Manifest) => Embedder | null;
}

/** Searches the open repository, or those that the query names by `repo:`. */
export async function searchRepositories(
  open: RepositoryId,
  query: string,
  options: SearchOptions,
  ports: DeviceSearchPorts,
): Promise<SearchReply> {
  const ask = async (generation: OpenedGeneration): Promise<SearchReply> => {
    const embedder = ports.embedderFor(generation.manifest);
    return withDamage(await search(generation, query, options, { ...ports, embedder }), generation);
  };
  const asked = await askedRepositories(query, options, ports.shelf);
  const reply = asked && (await searchJoined(asked, ports, ask));
  if (reply !== null) return reply;
  const alone = await readWhole(open, ports.shelf, ports.health, ask);
  const problems = asked === null ? [] : unknownRepository(query, alone.filters);
  return problems.length === 0 ? alone : { ...alone, problems: [...alone.problems, ...problems] };
}

/** Asks a pasted text of the open repository or, with `everywhere`, of all of the device. Nothing in the text is a filter. */
export async function searchRepositoriesPasted(
  open: RepositoryId,
  text: string,
  options: SearchOptions,
  ports: DeviceSearchPorts,
): Promise<SearchReply> {
  const ask = async (generation: OpenedGeneration): Promise<SearchReply> => {
    const embedder = ports.embedderFor(generation.manifest);
    const reply = await searchPasted(generation, text, options, { ...ports, embedder });
    return withDamage(reply, generation);
  };
  const all = options.everywhere === true ? await ports.shelf.catalogue.list() : null;
  const reply = all && (await searchJoined(all, ports, ask));
  return reply ?? readWhole(open, ports.shelf, ports.health, ask);
}

/** The repositories that a query asks for by `repo:`; null when it is for the open one alone. */
async function askedRepositories(
  query: string,
  options: SearchOptions,
  { catalogue }: RepositoryShelf,
): Promise<readonly NamedRepository[] | null> {
  // Asked at each keystroke: the catalogue is only read where it is needed.
  if (options.everywhere !== true && repositoriesAsked(query, options, []) === null) return null;
  const records = await catalogue.list();
  const names = repositoriesAsked(
    query,
    options,
    records.map(({ name }) => name),
  );
  return names && records.filter(({ name }) => names.includes(name));
}

/**
 * Runs a search over the newest generations of several repositories as one, all pinned while it runs. One that cannot
 * be read is left out and told; damage that is met is mended first, as in `readWhole`. Null when none can be read.
 */
async function searchJoined(
  asked: readonly NamedRepository[],
  { shelf, health, joiner }: DeviceSearchPorts,
  work: (generation: OpenedGeneration) => Promise<SearchReply>,
): Promise<SearchReply | null> {
  for (let mends = 0; ; mends++) {
    const left: string[] = [];
    const open = async (at: number, parts: readonly NamedGeneration[]): Promise<Outcome> => {
      const next = asked[at];
      // As a value: thrown, it would be taken for damage of the repository that was opened last.
      if (next === undefined)
        return parts.length === 0 ? NOTHING : settled(work(joiner.join(parts)));
      let isOpen = false;
      try {
        return await readWhole(next.id, shelf, health, (generation) => {
          isOpen = true;
          return open(at + 1, [...parts, { ...next, generation }]);
        });
      } catch (error) {
        if (isOpen) throw error;
        left.push(next.name);
        return open(at + 1, parts);
      }
    };
    const outcome = await open(0, []);
    if ('reply' in outcome) {
      const { reply } = outcome;
      return reply && { ...reply, problems: [...reply.problems, ...left.map(leftOutProblem)] };
    }
    const { error } = outcome;
    if (mends >= MOST_MENDS || !hasCode(error, 'index/corrupt')) throw error;
    const damaged = await ownerOf(String(error.details.key), asked, shelf);
    if (damaged === null) throw error;
    await health.mend(damaged, error);
    (await shelf.get(damaged)).opened.refresh();
  }
}

type Outcome = { readonly reply: SearchReply | null } | { readonly error: unknown };

const NOTHING: Outcome = { reply: null };

function settled(work: Promise<SearchReply>): Promise<Outcome> {
  return work.then(
    (reply) => ({ reply }),
    (error: unknown) => ({ error }),
  );
}

/** Whose part of the index has just been found damaged. */
async function ownerOf(
  key: string,
  asked: readonly NamedRepository[],
  shelf: RepositoryShelf,
): Promise<RepositoryId | null> {
  for (const { id } of asked) if ((await shelf.get(id)).store.isDamaged(key)) return id;
  return null;
}

function leftOutProblem(name: string): QueryProblem {
  const message = `${name} is left out: its index cannot be read now`;
  return { span: { start: 0, end: 0 }, message, mend: null };
}

/** What is wrong with a query whose `repo:` no repository of this device has; the first such filter is told. */
function unknownRepository(query: string, filters: readonly WrittenFilter[]): QueryProblem[] {
  const filter = filters.find(({ name, negated }) => name === 'repo' && !negated);
  if (filter === undefined) return [];
  const { span } = filter;
  const everywhere = `${query.slice(0, span.start)}repo:*${query.slice(span.end)}`;
  const message = 'No repository on this device is called so';
  return [{ span, message, mend: { label: 'Search all repositories', query: everywhere } }];
}
