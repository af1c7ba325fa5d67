import { type ReactNode, useEffect, useId } from 'react';
import { useStore } from 'zustand';
import type { StorageReport } from '../../domain/api.ts';
import { formatBytes, plural } from '../app/quantity.ts';
import { Failure } from '../components/failure.tsx';
import { Sheet } from '../components/sheet.tsx';
import { UndoRemoval } from '../library/undo-removal.tsx';
import { KeptSearches } from '../search/kept-searches.tsx';
import { useStores } from '../stores/stores.ts';
import { EngineSwitches } from './engine-switches.tsx';
import { HealthLog } from './health-log.tsx';
import { ImportButton } from './import-button.tsx';
import { Keeping } from './keeping.tsx';
import { ModelSection } from './model-section.tsx';
import styles from './storage-sheet.module.css';
import { StoredRepository } from './stored-repository.tsx';

/** What is stored on this device, whether it stays, whether it is whole, and what to do about it. */
export function StorageSheet({ onClose }: { readonly onClose: () => void }) {
  const { storage } = useStores();
  const state = useStore(storage);
  useEffect(() => void storage.load(null), [storage]);
  return (
    <Sheet title="Storage" wide onClose={onClose}>
      <div className={styles.panel}>
        {state.state === 'failed' && (
          <Failure failure={state.failure} onRetry={() => void storage.load(null)} />
        )}
        {state.state === 'loading' && <p role="status">Counting …</p>}
        {state.state === 'ready' && <Report report={state.value} onClose={onClose} />}
        <Section title="Health log">
          <HealthLog />
        </Section>
        <Section title="Language model">
          <ModelSection />
        </Section>
        <Section title="Searches">
          <KeptSearches />
        </Section>
        <Section title="Settings">
          <EngineSwitches />
        </Section>
      </div>
    </Sheet>
  );
}

interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

function Section({ title, children }: SectionProps) {
  const heading = useId();
  return (
    <section className={styles.section} aria-labelledby={heading}>
      <h3 id={heading} className={styles.heading}>
        {title}
      </h3>
      {children}
    </section>
  );
}

interface ReportProps {
  readonly report: StorageReport;
  readonly onClose: () => void;
}

function Report({ report, onClose }: ReportProps) {
  const { repositories } = useStores();
  const list = useStore(repositories);
  const removal = list.state === 'ready' ? list.removal : null;
  const shown = report.repositories.filter(({ id }) => id !== removal?.repository.id);
  const bytes = shown.reduce((sum, repository) => sum + repository.bytes, 0);
  return (
    <>
      <section className={styles.section} aria-label="On this device">
        <p className={styles.sum}>
          <b>{formatBytes(bytes)}</b> in {plural(shown.length, 'repository', 'repositories')}
          {report.quota > 0 && (
            <span className={styles.quiet}>
              {' '}
              · the browser allows up to {formatBytes(report.quota)}
            </span>
          )}
        </p>
        <Keeping report={report} />
      </section>
      {removal && <UndoRemoval removal={removal} className={styles.undo} />}
      <ul className={styles.repositories} aria-label="Repositories">
        {shown.map((stored) => (
          <StoredRepository
            key={stored.id}
            stored={stored}
            summary={
              (list.state === 'ready' && list.list.find(({ id }) => id === stored.id)) || null
            }
            onClose={onClose}
          />
        ))}
      </ul>
      <ImportButton onStart={onClose} />
    </>
  );
}
