import { X } from 'lucide-react';
import type { PastedSummary } from '../../domain/api.ts';
import { plural } from '../app/quantity.ts';
import { classNames } from '../components/class-names.ts';
import type { Answer } from '../stores/search-store.ts';
import { useStores } from '../stores/stores.ts';
import styles from './result-head.module.css';
import { ScopeChip } from './scope-chip.tsx';

/** The text that stands in the query's place, what was read out of it, and the way to leave it. */
export function PastedChip({ answer }: { readonly answer: Answer }) {
  const { place } = useStores();
  const { pasted, everywhere, reply, like } = answer;
  if (pasted === null || like !== null) return null;
  const summary = reply.pasted;
  const named = summary === undefined ? null : namedText(summary, everywhere);
  return (
    <>
      <div className={styles.chips}>
        <button
          type="button"
          className={classNames(styles.chip, styles.on)}
          aria-label="Leave the pasted text"
          title={pasted.slice(0, 2_000)}
          onClick={() => place.go({ pasted: null })}
        >
          {pastedTitle(summary, pasted)}
          <X size={12} aria-hidden />
        </button>
        <ScopeChip on={everywhere} onSwitch={(on) => place.go({ everywhere: on })} />
      </div>
      {named !== null && <p className={styles.note}>{named}</p>}
    </>
  );
}

const KINDS: Readonly<Record<PastedSummary['kind'], string>> = {
  trace: 'Stack trace',
  diff: 'Diff',
  code: 'Code',
  message: 'Text',
};

/** `Stack trace, 12 lines`. */
export function pastedTitle(summary: PastedSummary | undefined, text: string): string {
  const lines = text.trim().split('\n').length;
  return `${summary === undefined ? 'Text' : KINDS[summary.kind]}, ${plural(lines, 'line')}`;
}

/** How many of the named places are there; null for a text that names none. */
export function namedText(
  { kind, places, found }: PastedSummary,
  everywhere: boolean,
): string | null {
  if (places === 0) return null;
  const inWhat = everywhere ? 'on this device' : 'in this repository';
  const what = kind === 'diff' ? 'change' : 'place';
  if (found === 0) {
    return places === 1
      ? `The ${what} it names is not ${inWhat}.`
      : `None of the ${plural(places, what)} it names is ${inWhat}.`;
  }
  if (places === 1 && found === 1) return `The ${what} it names comes first.`;
  return `${plural(places, what)} named, found in ${plural(found, 'chunk')}: they come first.`;
}
