import { useEffect, useRef, useState } from 'react';
import { fetchHubModel, type HubProgress } from '../../worker/client-hub.ts';
import { HUB_ORIGIN, HUB_SOURCES } from '../../worker/protocol-hub.ts';
import { MODEL_FILES } from '../../worker/protocol-models.ts';
import { toFailure } from '../app/error-text.ts';
import { formatBytes } from '../app/quantity.ts';
import { Button } from '../components/button.tsx';
import { ProgressBar } from '../components/progress-bar.tsx';
import { Sheet } from '../components/sheet.tsx';
import { useStores } from '../stores/stores.ts';
import { hubFailureText, knownBytes } from './hub-text.ts';
import styles from './model-picker.module.css';
import { modelFailure } from './model-text.ts';

interface HubDialogProps {
  readonly id: string;
  /** The id as it may be shown. */
  readonly name: string;
  readonly onClose: () => void;
  readonly onKept: () => Promise<void>;
}

type State =
  | { readonly state: 'asking' }
  | { readonly state: 'fetching'; readonly progress: HubProgress }
  | { readonly state: 'keeping' }
  | { readonly state: 'failed'; readonly text: string };

const HOST = new URL(HUB_ORIGIN).host;
/** The other hosts that the hub document may reach, as a person would write them. */
const FILE_HOSTS = HUB_SOURCES.slice(1).map((source) => source.replace(/^https?:\/\//, ''));

/** Asks whether to contact the hub, and fetches one model when the answer is yes. Closing it stops the fetch. */
export function HubDialog({ id, name, onClose, onKept }: HubDialogProps) {
  const { client } = useStores();
  const [state, setState] = useState<State>({ state: 'asking' });
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  const fetchModel = async () => {
    const controller = new AbortController();
    abort.current = controller;
    const { signal } = controller;
    setState({ state: 'fetching', progress: { loadedBytes: 0, totalBytes: null } });
    try {
      const outcome = await fetchHubModel(id, signal, (progress) =>
        setState({ state: 'fetching', progress }),
      );
      if (outcome.state === 'stopped' || signal.aborted) return setState({ state: 'asking' });
      if (outcome.state === 'failed') {
        return setState({ state: 'failed', text: hubFailureText(outcome.failure, HOST) });
      }
      setState({ state: 'keeping' });
      await client.addHubModel(id, outcome.files);
      await onKept();
    } catch (error) {
      setState({ state: 'failed', text: modelFailure(toFailure(error), name) });
    }
  };

  return (
    <Sheet title={`Fetch ${name}?`} onClose={onClose}>
      <div className={styles.consent}>
        {state.state === 'fetching' || state.state === 'keeping' ? (
          <Fetching state={state} onCancel={() => abort.current?.abort()} />
        ) : (
          <>
            <Consent name={name} bytes={knownBytes(id)} />
            {state.state === 'failed' && (
              <p role="alert" className={styles.failure}>
                {state.text}
              </p>
            )}
            <div className={styles.line}>
              <Button look="primary" onClick={() => void fetchModel()}>
                {state.state === 'failed' ? 'Try again' : `Fetch from ${HOST}`}
              </Button>
              <Button look="quiet" onClick={onClose}>
                Do not fetch
              </Button>
            </div>
          </>
        )}
      </div>
    </Sheet>
  );
}

function Consent({ name, bytes }: { readonly name: string; readonly bytes: number | null }) {
  return (
    <>
      <p>
        This contacts <b>{HOST}</b>, another company’s site, which sends large files from hosts of
        its own ({FILE_HOSTS.join(', ')}). Asked for is:
      </p>
      <ul className={styles.files}>
        <li>the list of the files of {name}</li>
        <li>{MODEL_FILES.needed.join(', ')}</li>
        <li>its settings, where it has some</li>
        <li>
          {MODEL_FILES.weights[0]}
          {bytes === null ? ', often 20 to 200 MB' : `, in all about ${formatBytes(bytes)}`}
        </li>
      </ul>
      <p>
        The site learns your network address and which model you want.{' '}
        <b>Your code never leaves:</b> no file, name, question or vector is part of it. This page
        itself may reach no other site; a separate document fetches the files, may reach these hosts
        only, and is gone afterwards.
      </p>
      <p className={styles.note}>
        The files are compared with the site’s checksums and kept on this device. Later visits ask
        nobody.
      </p>
    </>
  );
}

interface FetchingProps {
  readonly state: Extract<State, { state: 'fetching' | 'keeping' }>;
  readonly onCancel: () => void;
}

function Fetching({ state, onCancel }: FetchingProps) {
  if (state.state === 'keeping') return <p role="status">Keeping the files on this device …</p>;
  const { loadedBytes, totalBytes } = state.progress;
  return (
    <>
      <p>
        {totalBytes === null
          ? `Asking ${HOST} for the list of files …`
          : `${formatBytes(loadedBytes)} of ${formatBytes(totalBytes)}`}
      </p>
      <ProgressBar
        label="Fetching the model"
        share={totalBytes === null || totalBytes === 0 ? null : loadedBytes / totalBytes}
      />
      <div className={styles.line}>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </>
  );
}
