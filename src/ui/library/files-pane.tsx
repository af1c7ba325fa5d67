import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { ChevronRight, File, Folder as FolderIcon, Search } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { RepositorySummary, SearchHit } from '../../domain/api.ts';
import type { FileListing } from '../../worker/protocol.ts';
import { printable } from '../app/printable.ts';
import { formatCount, plural } from '../app/quantity.ts';
import { IconButton } from '../components/button.tsx';
import { classNames } from '../components/class-names.ts';
import { Failure } from '../components/failure.tsx';
import { answerOf } from '../stores/search-store.ts';
import { useStores } from '../stores/stores.ts';
import { baseName, buildTree, foldersAbove, type TreeRow, treeRows } from './file-tree.ts';
import styles from './files-pane.module.css';

/** The folders and files of the index, with where the hits are. */
export function FilesPane({ repository }: { readonly repository: RepositorySummary }) {
  const { files, surface } = useStores();
  const state = useStore(files);
  useEffect(() => files.show(repository), [files, repository]);
  return (
    <nav className={styles.pane} aria-label="Files">
      <div className={styles.head}>
        <h2 className={styles.title}>{plural(repository.files, 'file')}</h2>
        <IconButton
          label="Find a file"
          hint="Find a file (t)"
          onClick={() => surface.setState({ surface: 'finder' })}
        >
          <Search size={14} />
        </IconButton>
      </div>
      {state.state === 'failed' && (
        <div className={styles.message}>
          <Failure failure={state.failure} onRetry={() => files.retry(repository)} />
        </div>
      )}
      {state.state === 'ready' && state.entries.length === 0 && (
        <p className={styles.message}>No file is indexed yet.</p>
      )}
      {state.state === 'ready' && state.entries.length > 0 && <FileTree files={state.entries} />}
    </nav>
  );
}

const ROW_HEIGHT_PX = 26;
const INDENT_PX = 14;

function FileTree({ files }: { readonly files: readonly FileListing[] }) {
  const { place, search, surface } = useStores();
  const path = useStore(place, (state) => state.path);
  const hits = useStore(search, (state) => answerOf(state)?.reply.hits ?? null);
  const root = useMemo(() => buildTree(files), [files]);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set());
  const [selected, setSelected] = useState<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const revealing = useRef<string | null>(null);
  const counts = useMemo(() => hitCounts(hits ?? []), [hits]);
  const rows = useMemo(() => treeRows(root, open), [root, open]);
  const at = rows.findIndex((row) => keyOf(row) === selected);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: 12,
    // The row that the keyboard is on stays, or assistive technology would lose it.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      if (at === -1 || shown.includes(at)) return shown;
      return [...shown, at].sort((a, b) => a - b);
    },
  });

  // What is open in the viewer can be seen in the tree.
  useEffect(() => {
    if (path === null) return;
    setOpen((present) => new Set([...present, ...foldersAbove(path)]));
    setSelected(path);
    revealing.current = path;
  }, [path]);

  useEffect(() => {
    const index = rows.findIndex((row) => keyOf(row) === revealing.current);
    if (index === -1) return;
    revealing.current = null;
    list.scrollToIndex(index, { align: 'auto' });
  }, [rows, list]);

  const toggle = (folder: string) =>
    setOpen((present) => {
      const next = new Set(present);
      if (!next.delete(folder)) next.add(folder);
      return next;
    });

  const act = (row: TreeRow) => {
    setSelected(keyOf(row));
    if (row.kind === 'folder') return toggle(row.folder.path);
    place.go({ path: row.file.path, lines: null });
    if (surface.getState().surface === 'sidebar') surface.setState({ surface: 'none' });
  };

  const select = (index: number) => {
    const row = rows[Math.max(0, Math.min(index, rows.length - 1))];
    if (!row) return;
    setSelected(keyOf(row));
    list.scrollToIndex(rows.indexOf(row), { align: 'auto' });
  };

  const press = (key: string): boolean => {
    const row = rows[at];
    if (key === 'ArrowDown' || key === 'j') select(at + 1);
    else if (key === 'ArrowUp' || key === 'k') select(at - 1);
    else if (key === 'Home') select(0);
    else if (key === 'End') select(rows.length - 1);
    else if (row && (key === 'Enter' || key === ' ')) act(row);
    else if (key === 'ArrowRight' && row?.kind === 'folder') {
      if (row.open) select(at + 1);
      else toggle(row.folder.path);
    } else if (key === 'ArrowLeft' && row) {
      if (row.kind === 'folder' && row.open) toggle(row.folder.path);
      else select(rows.findLastIndex((other, index) => index < at && other.depth < row.depth));
    } else return false;
    return true;
  };

  return (
    <div
      ref={scroller}
      role="tree"
      aria-label="Indexed files"
      tabIndex={0}
      className={styles.tree}
      {...(at === -1 ? {} : { 'aria-activedescendant': `file-${at}` })}
      onFocus={() => {
        if (at === -1) select(0);
      }}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || !press(event.key)) return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <div className={styles.space} style={{ height: list.getTotalSize() }} role="presentation">
        {list.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          const key = keyOf(row);
          const count = counts.get(key) ?? 0;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the tree holds the keyboard.
            <div
              key={key}
              id={`file-${item.index}`}
              role="treeitem"
              tabIndex={-1}
              aria-level={row.depth + 1}
              aria-posinset={row.position}
              aria-setsize={row.siblings}
              aria-selected={item.index === at}
              aria-current={key === path || undefined}
              {...(row.kind === 'folder' ? { 'aria-expanded': row.open } : {})}
              data-selected={item.index === at || undefined}
              className={styles.row}
              style={{
                transform: `translateY(${item.start}px)`,
                paddingInlineStart: 6 + row.depth * INDENT_PX,
              }}
              title={printable(key)}
              onClick={() => act(row)}
            >
              <ChevronRight
                size={14}
                aria-hidden
                visibility={row.kind === 'folder' ? 'visible' : 'hidden'}
                className={classNames(row.kind === 'folder' && row.open && styles.open)}
              />
              {row.kind === 'folder' ? (
                <FolderIcon size={14} aria-hidden />
              ) : (
                <File size={14} aria-hidden />
              )}
              <span className={classNames(styles.name, row.kind === 'file' && styles.file)}>
                {printable(row.kind === 'folder' ? row.folder.name : baseName(row.file.path))}
              </span>
              {count > 0 && (
                <span className={styles.hits}>
                  {formatCount(count)}
                  <span className="visually-hidden"> {count === 1 ? 'hit' : 'hits'}</span>
                </span>
              )}
              {row.kind === 'folder' && count === 0 && (
                <span className={styles.count}>{formatCount(row.folder.count)}</span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function keyOf(row: TreeRow): string {
  return row.kind === 'folder' ? row.folder.path : row.file.path;
}

/** Hits of every file and of every folder above it. */
function hitCounts(hits: readonly SearchHit[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { path } of hits) {
    for (const key of [path, ...foldersAbove(path)]) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
