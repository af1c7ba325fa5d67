import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { RepositorySummary } from '../../domain/api.ts';
import { fetchedApart } from '../components/fetched-apart.tsx';
import { Splitter } from '../components/splitter.tsx';
import { useMedia } from '../components/use-media.ts';
import { ExplainPane } from '../explain/load-explain.tsx';
import { FilesPane } from '../library/files-pane.tsx';
import { Results } from '../search/results.tsx';
import { useStores } from '../stores/stores.ts';
import { loadViewer, warmViewer } from '../viewer/load-viewer.ts';
import { Overview } from './overview.tsx';
import styles from './workspace.module.css';

const Viewer = fetchedApart(async () => (await loadViewer()).Viewer);

/** Three panes; two below 900 px, one at a time below 600 px. */
export function Workspace({ repository }: { readonly repository: RepositorySummary }) {
  const { settings, place, surface, asking } = useStores();
  const wide = useMedia('(min-width: 900px)');
  const narrow = useMedia('(max-width: 599px)');
  const { sidebar, sidebarWidth, resultsWidth } = useStore(settings);
  const open = useStore(place, (state) => state.path !== null);
  const drawer = useStore(surface, (state) => state.surface === 'sidebar') && !wide;

  const explaining = useStore(asking, (state) => state.open);
  const list = explaining ? <ExplainPane repository={repository} /> : <Results />;

  useEffect(warmViewer, []);

  return (
    <div className={styles.workspace}>
      {wide && sidebar && (
        <>
          <div className={styles.pane} style={{ width: sidebarWidth }}>
            <FilesPane repository={repository} />
          </div>
          <Splitter
            label="Width of the files"
            width={sidebarWidth}
            least={180}
            most={480}
            onResize={(width) => settings.setState({ sidebarWidth: width })}
          />
        </>
      )}
      {drawer && (
        <>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: Escape and the Files button close it too. */}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above. */}
          <div className={styles.shade} onClick={() => surface.setState({ surface: 'none' })} />
          <div className={styles.drawer}>
            <FilesPane repository={repository} />
          </div>
        </>
      )}
      {/* One element at any width, hidden behind a file on a narrow window: what was opened or typed in it stays. */}
      <div
        className={narrow ? styles.rest : styles.pane}
        style={narrow ? {} : { width: wide ? `min(${resultsWidth}px, 60vw)` : 'min(400px, 46vw)' }}
        hidden={narrow && open}
      >
        {list}
      </div>
      {wide && (
        <Splitter
          label="Width of the results"
          width={resultsWidth}
          least={320}
          most={900}
          onResize={(width) => settings.setState({ resultsWidth: width })}
        />
      )}
      {!wide && !narrow && <div className={styles.line} />}
      {(open || !narrow) && (
        <div className={styles.rest}>
          {open ? <Viewer /> : <Overview repository={repository} />}
        </div>
      )}
    </div>
  );
}
