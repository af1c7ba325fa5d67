import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import {
  lazy,
  memo,
  Suspense,
  startTransition,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useStore } from 'zustand';
import type { SearchHit } from '../../domain/api.ts';
import { permalinkOf } from '../app/place.ts';
import { formatCount } from '../app/quantity.ts';
import { Button } from '../components/button.tsx';
import { Failure } from '../components/failure.tsx';
import { useMedia } from '../components/use-media.ts';
import type { PlaceStore } from '../stores/place-store.ts';
import { type Answer, answerOf } from '../stores/search-store.ts';
import { useRepository, useStores } from '../stores/stores.ts';
import { hitKey, type Row, rowsOf } from './grouping.ts';
import { judge, useJudgements } from './mark-buttons.tsx';
import { moreLike } from './more-like.ts';
import { leafTo, openHit, repositoryOf } from './open-hit.ts';
import { ResultHead } from './result-head.tsx';
import { FILE_HEIGHT_PX, FileOverhead, ResultRow, rowHeight } from './result-rows.tsx';
import styles from './results.module.css';
import { RESULTS_ID } from './results-id.ts';
import { SEARCH_FIELD_ID } from './search-field.tsx';
import { StartPanel } from './start-panel.tsx';

const NoResults = lazy(async () => ({
  default: (await import('./no-results.tsx')).NoResults,
}));

const WhyPanel = lazy(async () => ({ default: (await import('./why-panel.tsx')).WhyPanel }));

const MAX_HITS = 1000;
const PAGE_ROWS = 8;
const OVERSCAN_ROWS = 6;

/** The answer to the query, whatever became of it. */
export function Results() {
  const { search } = useStores();
  // Not the whole state: that a search is under way changes nothing here, and it is so at every keystroke.
  const idle = useStore(search, (state) => state.state === 'idle');
  const answer = useStore(search, answerOf);
  const failure = useStore(search, (state) => (state.state === 'failed' ? state.failure : null));
  const stale = useStore(search, (state) => state.state === 'ready' && state.stale);
  if (idle) return <StartPanel />;
  return (
    <section className={styles.results} aria-label="Search results">
      <ResultHead answer={answer} stale={stale} />
      {failure && (
        <div className={styles.message}>
          <Failure failure={failure} onRetry={() => search.again()} />
        </div>
      )}
      {answer &&
        (answer.groups.length === 0 ? (
          failure === null && (
            <Suspense>
              <NoResults answer={answer} />
            </Suspense>
          )
        ) : (
          <ResultTree answer={answer} />
        ))}
      <Why />
    </section>
  );
}

/** Over the list and not in a row of it, which another order may take away. */
function Why() {
  const { why } = useStores();
  const open = useStore(why, (state) => state !== null);
  return (
    open && (
      <Suspense>
        <WhyPanel />
      </Suspense>
    )
  );
}

const ResultTree = memo(function ResultTree({ answer }: { readonly answer: Answer }) {
  const stores = useStores();
  const { search, place, why } = stores;
  const { unfolding, selected } = useStore(search.reading);
  const path = useStore(place, (state) => state.path);
  const start = useStore(place, (state) => state.lines?.start ?? null);
  const open = useRepository()?.id;
  const isOf = ({ repository }: SearchHit) => repository === undefined || repository.id === open;
  const beside = useMedia('(min-width: 600px)');
  const explained = useStore(why, (state) => state && hitKey(state.hit));
  const judgementOf = useJudgements();
  const settled = useSettled(answer);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rowsOf(answer.groups, unfolding), [answer, unfolding]);
  const at = rows.findIndex((row) => row.key === selected);

  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const row = rows[index];
      return row ? rowHeight(row) : 0;
    },
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
    // What is out of view waits until what is in view has been painted.
    overscan: settled ? OVERSCAN_ROWS : 0,
    // A row that is moved to is not under the file's name that stays at the top.
    scrollPaddingStart: FILE_HEIGHT_PX,
    // The row that the keyboard is on stays, or assistive technology would lose it.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      if (at === -1 || shown.includes(at)) return shown;
      return [...shown, at].sort((a, b) => a - b);
    },
  });

  const { query, pasted, mode, like } = answer;
  const narrow = answer.narrow.join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question starts at the top.
  useEffect(() => {
    // Asking the element where it stands would force a layout.
    if (list.scrollOffset) list.scrollToOffset(0);
  }, [query, pasted, narrow, mode, like]);

  const select = (index: number) => {
    const next = Math.max(0, Math.min(index, rows.length - 1));
    const row = rows[next];
    if (!row) return;
    search.reading.setState({ selected: row.key });
    list.scrollToIndex(next, { align: 'auto' });
    // With a file in view beside the list, leafing through hits shows each.
    if (row.kind === 'hit' && place.getState().path !== null && beside) leafTo(place, row.hit);
  };

  const act = useCallback(
    (row: Row) => {
      const present = search.reading.getState().unfolding;
      search.reading.setState({ selected: row.key });
      switch (row.kind) {
        case 'hit':
          openHit(place, row.hit);
          break;
        case 'file':
          search.reading.setState({
            unfolding: { ...present, closed: toggled(present.closed, row.group.key) },
          });
          break;
        case 'more':
          search.reading.setState({
            unfolding: { ...present, whole: toggled(present.whole, row.file) },
          });
          break;
      }
    },
    [search, place],
  );

  const press = (key: string): boolean => {
    const row = rows[at];
    switch (key) {
      case 'ArrowDown':
      case 'j':
        select(at + 1);
        return true;
      case 'ArrowUp':
      case 'k':
        if (at <= 0 && key === 'ArrowUp') document.getElementById(SEARCH_FIELD_ID)?.focus();
        else select(at - 1);
        return true;
      case 'PageDown':
        select(at + PAGE_ROWS);
        return true;
      case 'PageUp':
        select(at - PAGE_ROWS);
        return true;
      case 'Home':
        select(0);
        return true;
      case 'End':
        select(rows.length - 1);
        return true;
      case 'ArrowLeft':
        if (row?.kind === 'file' && row.open) act(row);
        else if (row?.kind !== 'file')
          select(rows.findLastIndex((r, i) => i < at && r.kind === 'file'));
        return true;
      case 'ArrowRight':
        if (row?.kind === 'file') {
          if (row.open) select(at + 1);
          else act(row);
        }
        return true;
      case 'Enter':
      case ' ':
      case 'o':
        if (row) act(row);
        return true;
      case 'c':
        if (row?.kind === 'hit') void navigator.clipboard.writeText(asMarkdown(place, row.hit));
        return row?.kind === 'hit';
      case 'm':
        if (row?.kind === 'hit') void moreLike(stores, row.hit);
        return row?.kind === 'hit';
      case '+':
      case '-':
        if (row?.kind === 'hit') judge(stores, row.hit, key === '+');
        return row?.kind === 'hit';
      case 'w':
        document
          .getElementById(rowId(at))
          ?.querySelector<HTMLElement>('button[aria-expanded]')
          ?.click();
        return row?.kind === 'hit';
      case 'Escape':
        document.getElementById(SEARCH_FIELD_ID)?.focus();
        return true;
      default:
        return false;
    }
  };

  const top = list.range?.startIndex ?? 0;
  const overhead = rows.findLastIndex((row, index) => index <= top && row.kind === 'file');
  const { reply, limit } = answer;
  const more = reply.matched.chunks > reply.hits.length && limit < MAX_HITS;
  return (
    <div ref={scroller} className={styles.scroller}>
      <FileOverhead row={list.scrollOffset ? rows[overhead] : undefined} onAct={act} />
      <div
        id={RESULTS_ID}
        role="tree"
        aria-label="Hits by file"
        tabIndex={0}
        {...(at === -1 ? {} : { 'aria-activedescendant': rowId(at) })}
        className={styles.space}
        style={{ height: list.getTotalSize() }}
        onFocus={(event) => {
          if (event.target !== event.currentTarget) return;
          if (at !== -1) {
            // It may have been scrolled away from since.
            if (event.currentTarget.matches(':focus-visible')) list.scrollToIndex(at);
            return;
          }
          const first = rows.findIndex((row) => row.kind === 'hit');
          const row = rows[Math.max(first, 0)];
          if (row) search.reading.setState({ selected: row.key });
        }}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          if (event.target !== event.currentTarget) {
            // A score's panel gives the focus back to its button, which is in no other way on the keyboard's path.
            const inRow =
              event.target instanceof HTMLButtonElement && !event.target.closest('[popover]');
            if (!inRow || event.key === 'Enter' || event.key === ' ') return;
            event.currentTarget.focus();
          }
          if (!press(event.key)) return;
          event.preventDefault();
          event.stopPropagation();
        }}
      >
        {list.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <div
              key={item.key}
              role="presentation"
              className={styles.row}
              style={{ top: item.start, height: item.size }}
            >
              <ResultRow
                row={row}
                id={rowId(item.index)}
                selected={item.index === at}
                current={
                  row.kind === 'hit' &&
                  isOf(row.hit) &&
                  row.hit.path === path &&
                  row.hit.startLine === start
                }
                mode={reply.mode}
                files={answer.groups.length}
                judgement={row.kind === 'hit' ? judgementOf(row.hit) : undefined}
                explained={row.key === explained}
                onAct={act}
              />
            </div>
          );
        })}
      </div>
      {more && (
        <div className={styles.end}>
          <Button look="link" onClick={() => search.again(Math.min(limit * 4, MAX_HITS))}>
            Show more of {formatCount(reply.matched.chunks)}
          </Button>
        </div>
      )}
    </div>
  );
});

/** True as soon as a frame with the value has been painted. */
function useSettled(value: unknown): boolean {
  const [painted, setPainted] = useState<unknown>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => startTransition(() => setPainted(value)));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [value]);
  return painted === value;
}

/** What one would paste into an issue: the place as a link, and the code. */
function asMarkdown(place: PlaceStore, hit: SearchHit): string {
  const lines = { start: hit.startLine, end: hit.endLine };
  const there = { ...place.getState(), ...repositoryOf(hit), path: hit.path, lines };
  const link = new URL(permalinkOf(there), location.href).href;
  const fence = hit.text.includes('```') ? '````' : '```';
  return `[${hit.path}:${lines.start}-${lines.end}](${link})\n${fence}${hit.language}\n${hit.text}\n${fence}\n`;
}

function rowId(index: number): string {
  return `result-${index}`;
}

function toggled(set: ReadonlySet<string>, value: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}
