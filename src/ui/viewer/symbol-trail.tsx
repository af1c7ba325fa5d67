import { ChevronsUpDown, ListTree } from 'lucide-react';
import { useState } from 'react';
import type { ChunkType } from '../../domain/api.ts';
import { printable } from '../app/printable.ts';
import { Popover, usePopover } from '../components/popover.tsx';
import { ChunkIcon } from '../search/chunk-icon.tsx';
import { type FileSymbol, symbolAt } from './emphasis.ts';
import styles from './viewer.module.css';

interface SymbolTrailProps {
  readonly symbols: readonly FileSymbol[];
  readonly topLine: number;
  readonly onChoose: (line: number) => void;
}

const MAX_SHOWN = 400;

/** The definition that is in view; opened, all of the file. */
export function SymbolTrail({ symbols, topLine, onChoose }: SymbolTrailProps) {
  const { anchor, open, toggle, close } = usePopover();
  const here = symbolAt(symbols, topLine);
  if (symbols.length === 0) return null;
  return (
    <>
      <button
        type="button"
        className={styles.crumb}
        aria-expanded={open}
        aria-label="Symbols of this file"
        onClick={(event) => toggle(event.currentTarget)}
      >
        <ListTree size={14} aria-hidden />
        <span>{here ? printable(here.name).replaceAll('.', ' › ') : 'Symbols'}</span>
        <ChevronsUpDown size={12} aria-hidden />
      </button>
      {anchor && (
        <Popover label="Symbols" anchor={anchor} className={styles.symbols} onClose={close}>
          <SymbolList
            symbols={symbols}
            here={here}
            onChoose={(line) => {
              close();
              onChoose(line);
            }}
          />
        </Popover>
      )}
    </>
  );
}

interface SymbolListProps {
  readonly symbols: readonly FileSymbol[];
  readonly here: FileSymbol | null;
  readonly onChoose: (line: number) => void;
}

function SymbolList({ symbols, here, onChoose }: SymbolListProps) {
  const [filter, setFilter] = useState('');
  const shown = symbols
    .filter((symbol) => symbol.name.toLowerCase().includes(filter.toLowerCase()))
    .slice(0, MAX_SHOWN);
  return (
    <>
      <input
        type="search"
        className={styles.filter}
        aria-label="Filter symbols"
        placeholder="Filter symbols"
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
        onKeyDown={(event) => {
          const first = shown[0];
          if (event.key === 'Enter' && first) onChoose(first.line);
        }}
      />
      <ul>
        {shown.map((symbol) => (
          <li key={`${symbol.line}:${symbol.name}`}>
            <button
              type="button"
              className={styles.symbol}
              aria-current={symbol === here || undefined}
              style={{ paddingInlineStart: 8 + Math.min(symbol.depth, 5) * 14 }}
              onClick={() => onChoose(symbol.line)}
            >
              <ChunkIcon type={iconType(symbol.kind)} />
              <span className={styles.symbolName}>
                {printable(symbol.name.slice(symbol.name.lastIndexOf('.') + 1) || symbol.name)}
              </span>
              <span className={styles.line}>{symbol.line}</span>
            </button>
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p className={styles.line}>No symbol of this name</p>}
    </>
  );
}

function iconType(kind: FileSymbol['kind']): ChunkType {
  if (kind === 'macro') return 'function';
  if (kind === 'property') return 'variable';
  return kind;
}
