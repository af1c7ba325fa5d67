import { printable } from '../app/printable.ts';
import { Button } from '../components/button.tsx';
import type { Answer } from '../stores/search-store.ts';
import { useStores } from '../stores/stores.ts';
import { replaceTerm } from './filters.ts';
import styles from './result-head.module.css';

/** Words that occur nowhere, and the repository's own words nearest to them. */
export function UnknownTerms({ answer }: { readonly answer: Answer }) {
  const { place } = useStores();
  return answer.reply.unknownTerms.map(({ term, nearest }) => (
    <p key={term} className={styles.mend}>
      <span>
        <b>{printable(term)}</b> occurs nowhere.
      </span>
      {nearest.length > 0 && <span>Did you mean</span>}
      {nearest.map((word) => (
        <Button
          key={word}
          look="link"
          onClick={() => place.go({ query: replaceTerm(place.getState().query, term, word) })}
        >
          {printable(word)}
        </Button>
      ))}
    </p>
  ));
}
