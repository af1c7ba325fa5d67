export { type OpenedGeneration, OpenedRepository } from './opened-repository.ts';
export { type SearchPorts, search } from './search.ts';
