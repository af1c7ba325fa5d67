import type { SearchHit } from '../../domain/api.ts';
import type { Stores } from '../stores/stores.ts';

/** Shows in the list what is most like a hit, or says why that cannot be. */
export async function moreLike(
  { search, notices }: Pick<Stores, 'search' | 'notices'>,
  { path, startLine, repository }: SearchHit,
): Promise<void> {
  if (await search.like({ path, startLine }, repository?.id)) return;
  notices.tell({
    key: 'more-like',
    tone: 'info',
    title: 'Nothing to compare with.',
    detail: 'This place has no vector yet, or has changed since.',
    actions: [],
    dismissible: true,
  });
}
