import { memo, useState } from 'react';
import { languageName, type SearchHit, type SearchMode } from '../../domain/api.ts';
import { printable } from '../app/printable.ts';
import { plural } from '../app/quantity.ts';
import { classNames } from '../components/class-names.ts';
import { RowIcon } from '../components/row-icon.tsx';
import { CHEVRON_RIGHT, WAYPOINTS } from '../components/row-paths.ts';
import { textPixels } from '../components/text-pixels.ts';
import { baseName, folderOf } from '../library/file-tree.ts';
import { useStores } from '../stores/stores.ts';
import { ChunkIcon } from './chunk-icon.tsx';
import type { FileGroup, Row } from './grouping.ts';
import { MarkButtons } from './mark-buttons.tsx';
import { moreLike } from './more-like.ts';
import { NamedLabel } from './named-label.tsx';
import styles from './result-rows.module.css';
import { ScoreButton } from './score-button.tsx';
import { Snippet } from './snippet.tsx';
import { snippetLineCount } from './snippet-lines.ts';

export const FILE_HEIGHT_PX = textPixels(32);
const MORE_HEIGHT_PX = textPixels(28);
/** Of what a chunk without a name defines. */
const MAX_NAMES = 3;
/** Head, line height and padding as in the style sheets. */
const HIT_FRAME_PX = textPixels(26) + 12;
const LINE_HEIGHT_PX = textPixels(20);

/** Known before a row is drawn: nothing is measured, so nothing jumps. */
export function rowHeight(row: Row): number {
  switch (row.kind) {
    case 'file':
      return FILE_HEIGHT_PX;
    case 'more':
      return MORE_HEIGHT_PX;
    case 'hit':
      return HIT_FRAME_PX + snippetLineCount(row.hit) * LINE_HEIGHT_PX;
  }
}

interface RowProps {
  readonly row: Row;
  readonly id: string;
  /** The keyboard is on it. */
  readonly selected: boolean;
  /** It is what the viewer shows. */
  readonly current: boolean;
  readonly mode: SearchMode;
  readonly files: number;
  /** What the person said of the hit for this query; undefined where nothing can be said. */
  readonly judgement: boolean | null | undefined;
  /** Its score is explained now. */
  readonly explained: boolean;
  /** The same function for good: a row is drawn anew only when something of it is another. */
  readonly onAct: (row: Row) => void;
}

export const ResultRow = memo(function ResultRow(props: RowProps) {
  switch (props.row.kind) {
    case 'file':
      return <FileRow {...props} row={props.row} />;
    case 'hit':
      return <HitRow {...props} row={props.row} />;
    case 'more':
      return <MoreRow {...props} row={props.row} />;
  }
});

type Of<Kind extends Row['kind']> = Omit<RowProps, 'row'> & {
  readonly row: Extract<Row, { kind: Kind }>;
};

function FileRow({ row, id, selected, files, onAct }: Of<'file'>) {
  const { group, open, position } = row;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree holds the keyboard.
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      aria-level={1}
      aria-posinset={position}
      aria-setsize={files}
      aria-expanded={open}
      aria-selected={selected}
      aria-label={`${repositoryText(group)}${printable(group.path)}, ${plural(group.hits.length, 'hit')}`}
      className={classNames(styles.file, selected && styles.selected)}
      data-selected={selected || undefined}
      title={printable(group.path)}
      onClick={() => onAct(row)}
    >
      <FileName group={group} open={open} />
    </div>
  );
}

/** The file whose hits have been scrolled into; the row itself is above the view. For the eye and the mouse only. */
export function FileOverhead({ row, onAct }: FileOverheadProps) {
  if (row?.kind !== 'file') return null;
  return (
    <div className={styles.overhead} aria-hidden="true" onClick={() => onAct(row)}>
      <div className={styles.file} title={printable(row.group.path)}>
        <FileName group={row.group} open={row.open} />
      </div>
    </div>
  );
}

interface FileOverheadProps {
  readonly row: Row | undefined;
  readonly onAct: (row: Row) => void;
}

interface FileNameProps {
  readonly group: FileGroup;
  readonly open: boolean;
}

function FileName({ group, open }: FileNameProps) {
  return (
    <>
      <RowIcon d={CHEVRON_RIGHT} className={classNames(styles.chevron, open && styles.open)} />
      <span className={styles.path}>
        {group.repository !== null && (
          <span className={styles.repository}>{printable(group.repository)}</span>
        )}
        <span className={styles.folder}>{printable(folderOf(group.path))}</span>
        <span className={styles.name}>{printable(baseName(group.path))}</span>
      </span>
      <span className={classNames(styles.fact, styles.language)}>
        {languageName(group.language)}
      </span>
      <span className={styles.fact}>{plural(group.hits.length, 'hit')}</span>
    </>
  );
}

function repositoryText({ repository }: FileGroup): string {
  return repository === null ? '' : `${printable(repository)}: `;
}

function HitRow({ row, id, selected, current, mode, judgement, explained, onAct }: Of<'hit'>) {
  const [pointed, setPointed] = useState(false);
  const { hit, position, siblings } = row;
  const byMeaning =
    hit.named === undefined &&
    mode === 'hybrid' &&
    hit.parts.keyword === null &&
    hit.parts.meaning !== null;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree holds the keyboard.
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      aria-level={2}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-selected={selected}
      aria-label={hitLabel(hit, byMeaning)}
      data-testid="hit"
      data-path={hit.path}
      data-start-line={hit.startLine}
      data-end-line={hit.endLine}
      data-selected={selected || undefined}
      className={classNames(
        styles.hit,
        byMeaning && styles.meaning,
        current && styles.current,
        selected && styles.selected,
      )}
      onClick={() => {
        // Selecting text in a snippet is not opening it.
        if (getSelection()?.type !== 'Range') onAct(row);
      }}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
    >
      <div className={styles.head}>
        <ChunkIcon type={hit.type} />
        <SymbolName hit={hit} />
        <span className={styles.type}>{hit.type}</span>
        {hit.named && <NamedLabel named={hit.named} />}
        {byMeaning && (
          <span className={styles.label} title="No word of the query occurs here">
            by meaning
          </span>
        )}
        <span className={styles.space} />
        {judgement !== undefined && (
          <MarkButtons hit={hit} judgement={judgement} offered={pointed || selected} />
        )}
        <LikeButton hit={hit} />
        <ScoreButton hit={hit} mode={mode} open={explained} />
      </div>
      <Snippet hit={hit} />
    </div>
  );
}

/** On the keyboard it is `m`. */
function LikeButton({ hit }: { readonly hit: SearchHit }) {
  const stores = useStores();
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.like}
      aria-label="More like this"
      title="More like this (m)"
      onClick={(event) => {
        event.stopPropagation();
        void moreLike(stores, hit);
      }}
    >
      <RowIcon d={WAYPOINTS} />
    </button>
  );
}

/** The chunk's qualified name; of a chunk without one, what it defines. */
function SymbolName({ hit }: { readonly hit: SearchHit }) {
  const defined = hit.definitions.map((definition) => definition.name).slice(0, MAX_NAMES);
  const name = hit.name ?? defined.join(', ');
  if (name === '') return null;
  const own = hit.name === null ? 0 : hit.name.lastIndexOf('.') + 1;
  return (
    <span
      className={classNames(styles.symbol, own > 0 && styles.qualified)}
      title={printable(name)}
    >
      {own > 0 && <span className={styles.qualifier}>{printable(name.slice(0, own))}</span>}
      {own > 0 ? <span>{printable(name.slice(own))}</span> : printable(name)}
    </span>
  );
}

function MoreRow({ row, id, selected, onAct }: Of<'more'>) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree holds the keyboard.
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      aria-level={2}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-selected={selected}
      className={classNames(styles.more, selected && styles.selected)}
      data-selected={selected || undefined}
      onClick={() => onAct(row)}
    >
      {row.hidden} more in this file
    </div>
  );
}

function hitLabel(hit: SearchHit, byMeaning: boolean): string {
  const name = hit.name === null ? hit.type : `${hit.type} ${printable(hit.name)}`;
  return `${name}, lines ${hit.startLine} to ${hit.endLine}${byMeaning ? ', by meaning' : ''}`;
}
