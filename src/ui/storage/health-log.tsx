import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { HealthEvent } from '../../domain/api.ts';
import { printable } from '../app/printable.ts';
import { formatCount, relativeTime } from '../app/quantity.ts';
import { asSentence } from '../app/sentence.ts';
import { Button } from '../components/button.tsx';
import { Failure } from '../components/failure.tsx';
import { useNow } from '../components/use-now.ts';
import { useStores } from '../stores/stores.ts';
import styles from './health-log.module.css';

const FIRST_SHOWN = 8;

/** What went wrong on this device, newest first: what, why, what was done, what was lost. */
export function HealthLog() {
  const { health } = useStores();
  const state = useStore(health);
  const now = useNow(30_000);
  const [all, setAll] = useState(false);
  useEffect(() => void health.load(null), [health]);
  if (state.state === 'failed') {
    return <Failure failure={state.failure} onRetry={() => void health.load(null)} />;
  }
  if (state.state !== 'ready') return null;
  if (state.value.length === 0) {
    return (
      <p className={styles.empty}>
        Nothing has gone wrong. Should a part of the index be damaged, it says here what it was,
        why, what was done, and what was lost.
      </p>
    );
  }
  const shown = all ? state.value : state.value.slice(0, FIRST_SHOWN);
  return (
    <>
      <ol className={styles.log}>
        {shown.map((event, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: events have no other identity.
          <li key={index} className={styles.event} data-severity={event.severity}>
            <time dateTime={new Date(event.at).toISOString()} title={new Date(event.at).toString()}>
              {relativeTime(event.at, now)}
            </time>
            <HealthText event={event} />
          </li>
        ))}
      </ol>
      {shown.length < state.value.length && (
        <div>
          <Button look="link" onClick={() => setAll(true)}>
            Show all {formatCount(state.value.length)}
          </Button>
        </div>
      )}
    </>
  );
}

function HealthText({ event }: { readonly event: HealthEvent }) {
  const { name, what, why, done, lost } = event;
  return (
    <p className={styles.text}>
      {name !== '' && <b>{printable(name)}: </b>}
      {printable(asSentence(what))} <span>{printable(asSentence(why))}</span>{' '}
      {printable(asSentence(done))}
      {lost !== null && <b className={styles.lost}> Lost: {printable(lost)}.</b>}
    </p>
  );
}
