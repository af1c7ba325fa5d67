import { ArrowLeft, X } from 'lucide-react';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { languageName } from '../../domain/api.ts';
import type { FileView } from '../../worker/protocol.ts';
import { type Place, samePlace } from '../app/place.ts';
import { printable } from '../app/printable.ts';
import { plural } from '../app/quantity.ts';
import { Button, IconButton } from '../components/button.tsx';
import { Failure } from '../components/failure.tsx';
import { useMedia } from '../components/use-media.ts';
import { baseName, folderOf } from '../library/file-tree.ts';
import { answerOf } from '../stores/search-store.ts';
import { useRepository, useStores } from '../stores/stores.ts';
import { closeFile } from './close-file.ts';
import type { CodeEditor, Emphasis } from './code-editor.ts';
import { hitRanges, hitsOf, symbolsOf, wordSpans } from './emphasis.ts';
import { LikeSelection } from './like-selection.tsx';

import { SymbolTrail } from './symbol-trail.tsx';
import styles from './viewer.module.css';
import { ViewerTools } from './viewer-tools.tsx';

const CodeView = lazy(async () => ({ default: (await import('./code-view.tsx')).CodeView }));

/** The open file, whatever became of it. */
export function Viewer() {
  const { viewer, place, surface } = useStores();
  const state = useStore(viewer);
  const narrow = useMedia('(max-width: 599px)');
  if (state.state === 'closed') return null;
  const view =
    state.state === 'ready' ? state.view : state.state === 'loading' ? state.before : null;
  const path = state.state === 'ready' ? state.view.path : state.path;
  const close = () => closeFile(place);
  return (
    <section className={styles.viewer} aria-label="File">
      <div className={styles.head}>
        {narrow && (
          <IconButton label="Back to the list" onClick={close}>
            <ArrowLeft size={16} />
          </IconButton>
        )}
        <h2 className={styles.path} title={printable(path)}>
          <span className={styles.folder}>{printable(folderOf(path))}</span>
          <span className={styles.name}>{printable(baseName(path))}</span>
        </h2>
        <ViewerTools view={state.state === 'ready' ? state.view : null} path={path} />
        {!narrow && (
          <IconButton label="Close the file" hint="Close the file (Esc)" onClick={close}>
            <X size={16} />
          </IconButton>
        )}
      </div>
      {state.state === 'failed' && (
        <div className={styles.message}>
          <Failure
            failure={state.failure}
            onRetry={
              state.failure.code === 'repository/path-not-found' ? undefined : () => viewer.retry()
            }
          >
            <Button onClick={() => surface.setState({ surface: 'finder' })}>Find a file</Button>
          </Failure>
        </div>
      )}
      {view && <OpenFile view={view} />}
      {state.state === 'loading' && view === null && (
        <p className={styles.waiting} role="status">
          Opening {printable(baseName(path))} …
        </p>
      )}
    </section>
  );
}

function OpenFile({ view }: { readonly view: FileView }) {
  const { place, search, settings } = useStores();
  const lines = useStore(place, (state) => (state.path === view.path ? state.lines : null));
  const answered = useStore(search, (state) => answerOf(state)?.reply.hits ?? null);
  const repository = useRepository()?.id;
  const hits = useMemo(() => answered && hitsOf(answered, repository), [answered, repository]);
  const wrap = useStore(settings, (state) => state.wrap);
  const [editor, setEditor] = useState<CodeEditor | null>(null);
  const [topLine, setTopLine] = useState(1);
  const [selected, setSelected] = useState('');
  const symbols = useMemo(() => symbolsOf(view.outline), [view]);
  const emphasis = useMemo<Emphasis>(
    () => ({
      chunks: hits === null ? [] : hitRanges(hits, view.path),
      words: hits === null ? [] : wordSpans(hits, view),
      anchor: lines,
    }),
    [hits, lines, view],
  );
  const lineCount = useMemo(() => view.text.split('\n').length, [view]);

  const anchorLine = useCallback(
    (line: number, extend: boolean) => {
      const before = place.getState().lines;
      const next: Partial<Place> =
        extend && before
          ? { lines: { start: Math.min(before.start, line), end: Math.max(before.end, line) } }
          : { lines: { start: line, end: line } };
      const same = samePlace({ ...place.getState(), ...next }, place.getState());
      place.adjust(same ? { lines: null } : next);
    },
    [place],
  );

  return (
    <>
      <div className={styles.crumbs}>
        <SymbolTrail
          symbols={symbols}
          topLine={lines && Math.abs(lines.start - topLine) < 40 ? lines.start : topLine}
          onChoose={(line) => {
            place.adjust({ lines: { start: line, end: line } });
            editor?.reveal(line);
          }}
        />
        <LikeSelection selected={selected} view={view} />
        <span className={styles.facts}>
          {view.lossy && <span className={styles.lossy}>some bytes were not text · </span>}
          {languageName(view.language)} · {plural(lineCount, 'line')}
        </span>
      </div>
      <div className={styles.body} id="code">
        <Suspense fallback={<p className={styles.waiting}>Opening the viewer …</p>}>
          <CodeView
            view={view}
            emphasis={emphasis}
            wrap={wrap}
            onLine={anchorLine}
            onTopLine={setTopLine}
            onSelect={setSelected}
            onReady={setEditor}
          />
        </Suspense>
        <div className={styles.heat} aria-hidden="true">
          {emphasis.chunks.map(({ start, end }) => (
            <span
              key={start}
              style={{
                top: `${((start - 1) / lineCount) * 100}%`,
                height: `${((end - start + 1) / lineCount) * 100}%`,
              }}
            />
          ))}
        </div>
      </div>
    </>
  );
}
