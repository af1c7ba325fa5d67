import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { Search } from 'lucide-react';
import { memo, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { RepositorySummary, SearchHit } from '../../domain/api.ts';
import type { FileListing } from '../../worker/protocol.ts';
import { printable } from '../app/printable.ts';
import { formatCount, plural } from '../app/quantity.ts';
import { IconButton } from '../components/button.tsx';
import { classNames } from '../components/class-names.ts';
import { Failure } from '../components/failure.tsx';
import { RowIcon } from '../components/row-icon.tsx';
import { CHEVRON_RIGHT, FILE, FOLDER } from '../components/row-paths.ts';
import { textPixels } from '../components/text-pixels.ts';
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

const ROW_HEIGHT_PX = textPixels(26);
const INDENT_PX = 14;

function FileTree({ files }: { readonly files: readonly FileListing[] }) {
  const { place, search, surface } = useStores();
  const path = useStore(place, (state) => state.path);
  const answered = useStore(search, (state) => answerOf(state)?.reply.hits ?? null);
  // The counts follow when the hits themselves are there.
  const hits = useDeferredValue(answered);
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

  const toggle = useCallback(
    (folder: string) =>
      setOpen((present) => {
        const next = new Set(present);
        if (!next.delete(folder)) next.add(folder);
        return next;
      }),
    [],
  );

  const act = useCallback(
    (row: TreeRow) => {
      setSelected(keyOf(row));
      if (row.kind === 'folder') return toggle(row.folder.path);
      place.go({ path: row.file.path, lines: null });
      if (surface.getState().surface === 'sidebar') surface.setState({ surface: 'none' });
    },
    [place, surface, toggle],
  );

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
          return (
            <TreeItem
              key={key}
              row={row}
              index={item.index}
              selected={item.index === at}
              current={key === path}
              hits={counts.get(key) ?? 0}
              onAct={act}
            />
          );
        })}
      </div>
    </div>
  );
}

interface TreeItemProps {
  readonly row: TreeRow;
  readonly index: number;
  readonly selected: boolean;
  /** The viewer shows it. */
  readonly current: boolean;
  readonly hits: number;
  readonly onAct: (row: TreeRow) => void;
}

/** Drawn anew only when something of it is another: an answer changes the counts of a few. */
const TreeItem = memo(function TreeItem({
  row,
  index,
  selected,
  current,
  hits,
  onAct,
}: TreeItemProps) {
  const isFolder = row.kind === 'folder';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree holds the keyboard.
    <div
      id={`file-${index}`}
      role="treeitem"
      tabIndex={-1}
      aria-level={row.depth + 1}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-selected={selected}
      aria-current={current || undefined}
      {...(isFolder ? { 'aria-expanded': row.open } : {})}
      data-selected={selected || undefined}
      className={styles.row}
      style={{
        top: index * ROW_HEIGHT_PX,
        paddingInlineStart: 6 + row.depth * INDENT_PX,
      }}
      title={printable(keyOf(row))}
      onClick={() => onAct(row)}
    >
      <RowIcon
        d={CHEVRON_RIGHT}
        className={isFolder ? classNames(row.open && styles.open) : styles.none}
      />
      <RowIcon d={isFolder ? FOLDER : FILE} />
      <span className={classNames(styles.name, !isFolder && styles.file)}>
        {printable(isFolder ? row.folder.name : baseName(row.file.path))}
      </span>
      {hits > 0 && (
        <span className={styles.hits}>
          {formatCount(hits)}
          <span className="visually-hidden"> {hits === 1 ? 'hit' : 'hits'}</span>
        </span>
      )}
      {isFolder && hits === 0 && (
        <span className={styles.count}>{formatCount(row.folder.count)}</span>
      )}
    </div>
  );
});

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
