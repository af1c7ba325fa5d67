/**
 * A checked answer as text nodes. Nothing in it is ever markup: the only links are citations of retrieved places, made
 * from our own data, never from the answer's.
 */
import { CircleAlert } from 'lucide-react';
import type { CheckedAnswer, CheckedBlock, CheckedClaim, CheckedSpan } from '../../explain/api.ts';
import { formatPlace } from '../app/place.ts';
import { printable } from '../app/printable.ts';
import { baseName } from '../library/file-tree.ts';
import { useStores } from '../stores/stores.ts';
import styles from './answer-view.module.css';
import { findingText } from './finding-text.ts';

interface AnswerViewProps {
  readonly answer: CheckedAnswer;
  readonly label: string;
  /** More is still coming. */
  readonly busy?: boolean;
}

export function AnswerView({ answer, label, busy = false }: AnswerViewProps) {
  return (
    <article className={styles.answer} aria-label={label} aria-busy={busy}>
      {answer.blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an answer only ever grows at its end.
        <Block key={index} block={block} />
      ))}
    </article>
  );
}

function Block({ block }: { readonly block: CheckedBlock }) {
  switch (block.kind) {
    case 'heading':
      return <h3 className={styles.heading}>{printable(block.text)}</h3>;
    case 'fence':
      return (
        <figure className={styles.fence} data-status={block.status}>
          <pre>
            <code>{printable(block.text).replaceAll('‹U+000A›', '\n')}</code>
          </pre>
          {block.findings.length > 0 && <Mark findings={block.findings.map(findingText)} />}
        </figure>
      );
    case 'paragraph':
      return (
        <p className={styles.paragraph}>
          <Claims claims={block.claims} />
        </p>
      );
    case 'item':
      return (
        <div className={styles.item} style={{ marginInlineStart: `${block.depth * 16}px` }}>
          <span className={styles.bullet} aria-hidden="true">
            •
          </span>
          <div className={styles.point}>
            <Claims claims={block.claims} />
          </div>
        </div>
      );
  }
}

function Claims({ claims }: { readonly claims: readonly CheckedClaim[] }) {
  return claims.map((claim, index) => (
    <span
      // biome-ignore lint/suspicious/noArrayIndexKey: as above.
      key={index}
      className={styles.claim}
      data-testid="claim"
      data-status={claim.status}
    >
      {claim.spans.map((span, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above.
        <Span key={at} span={span} />
      ))}
      {claim.findings.length > 0 && <Mark findings={claim.findings.map(findingText)} />}
    </span>
  ));
}

function Span({ span }: { readonly span: CheckedSpan }) {
  switch (span.kind) {
    case 'text':
      return printable(span.text);
    case 'code':
      return <code className={styles.code}>{printable(span.text)}</code>;
    case 'quote':
      return <q className={styles.quote}>{printable(span.text)}</q>;
    case 'citation':
      return <Citation span={span} />;
  }
}

function Citation({
  span,
}: {
  readonly span: Extract<CheckedSpan, { readonly kind: 'citation' }>;
}) {
  const { place } = useStores();
  const { place: cited, chunkId } = span;
  if (cited === null) {
    return (
      <span className={styles.broken} data-testid="broken-citation">
        {printable(chunkId)}
      </span>
    );
  }
  const lines = { start: cited.startLine, end: cited.endLine };
  const range = lines.start === lines.end ? `${lines.start}` : `${lines.start}–${lines.end}`;
  return (
    <a
      className={styles.citation}
      data-testid="citation"
      data-chunk={cited.chunkId}
      href={formatPlace({ ...place.getState(), path: cited.path, lines })}
      title={`${printable(cited.path)}, lines ${range}`}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        place.go({ path: cited.path, lines });
      }}
    >
      {printable(baseName(cited.path))}:{range}
    </a>
  );
}

function Mark({ findings }: { readonly findings: readonly string[] }) {
  return (
    <span className={styles.mark} title={printable(findings.join('. '))}>
      <CircleAlert size={12} aria-hidden />
      unverified
      <span className="visually-hidden">: {printable(findings.join('. '))}</span>
    </span>
  );
}
