import { History, RefreshCw, ScanSearch, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { RepositorySummary, StorageReport, VectorGitError } from '../../domain/api.ts';
import type { ExportedPack } from '../../worker/protocol.ts';
import { printable } from '../app/printable.ts';
import { formatBytes, plural } from '../app/quantity.ts';
import { Button } from '../components/button.tsx';
import { Failure } from '../components/failure.tsx';
import { RemedyButton } from '../library/remedy-button.tsx';
import { useRepositoryState } from '../library/use-progress.ts';
import { useStores } from '../stores/stores.ts';
import { ByteBar } from './byte-bar.tsx';
import { ExportButton } from './export-button.tsx';
import { LeftOut } from './left-out.tsx';
import styles from './stored-repository.module.css';
import { VerifyResult } from './verify-result.tsx';

interface StoredRepositoryProps {
  readonly stored: StorageReport['repositories'][number];
  /** Null while the list does not have it: it was just made or removed. */
  readonly summary: RepositorySummary | null;
  readonly onClose: () => void;
}

/** One repository's bytes, and everything that can be done with them. */
export function StoredRepository({ stored, summary, onClose }: StoredRepositoryProps) {
  const { verifications, repositories, surface, intake, place } = useStores();
  const verification = useStore(verifications, (state) => state.get(stored.id) ?? null);
  const busy = useStore(intake, (state) => state.state === 'running');
  const [failure, setFailure] = useState<VectorGitError | null>(null);
  const [exported, setExported] = useState<ExportedPack | null>(null);
  const name = printable(stored.name);
  const state = useRepositoryState(summary);
  return (
    <li className={styles.repository}>
      <div className={styles.head}>
        <h3 className={styles.name}>
          <button
            type="button"
            onClick={() => {
              onClose();
              place.go({ repository: stored.name, path: null, lines: null });
            }}
          >
            {name}
          </button>
        </h3>
        <span className={styles.facts}>
          {formatBytes(stored.bytes)} · {plural(stored.generations, 'generation')}
          {stored.orphanBytes > 0 && ` · ${formatBytes(stored.orphanBytes)} to clear up`}
        </span>
        <div className={styles.actions}>
          <Button
            look="quiet"
            aria-label={`History of ${name}`}
            onClick={() => surface.setState({ surface: 'history', subject: stored.id })}
          >
            <History size={14} aria-hidden />
            History
          </Button>
          <Button
            look="quiet"
            aria-label={`Verify ${name}`}
            disabled={verification?.state === 'running'}
            onClick={() => void verifications.verify(stored.id)}
          >
            <ScanSearch size={14} aria-hidden />
            {verification?.state === 'running' ? 'Verifying …' : 'Verify'}
          </Button>
          <ExportButton
            id={stored.id}
            name={name}
            onFailure={setFailure}
            onExported={setExported}
          />
          {summary?.canSync && (
            <Button
              look="quiet"
              aria-label={`Sync ${name}`}
              disabled={busy}
              onClick={() => void intake.sync(stored.id, stored.name)}
            >
              <RefreshCw size={14} aria-hidden />
              Sync
            </Button>
          )}
          {summary && (
            <Button
              look="quiet"
              aria-label={`Delete ${name}`}
              onClick={() => repositories.remove(summary)}
            >
              <Trash2 size={14} aria-hidden />
              Delete
            </Button>
          )}
        </div>
      </div>
      {state?.badge && (
        <div className={styles.state} data-tone={state.tone}>
          <span>{printable(state.text)}</span>
          {state.remedy && <RemedyButton repository={stored} remedy={state.remedy} />}
        </div>
      )}
      <ByteBar byKind={stored.byKind} />
      {failure && <Failure failure={failure} />}
      {exported && <LeftOut files={exported.leftOut} />}
      {verification?.state === 'done' && <VerifyResult report={verification.report} />}
      {verification?.state === 'failed' && (
        <Failure
          failure={verification.failure}
          onRetry={() => void verifications.verify(stored.id)}
        />
      )}
    </li>
  );
}
