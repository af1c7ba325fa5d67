import { CircleCheck, Info, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../components/button.tsx';
import { classNames } from '../components/class-names.ts';
import type { Tone } from '../stores/notices-store.ts';
import styles from './notice-line.module.css';

interface NoticeLineProps {
  readonly tone: Tone;
  readonly title: string;
  readonly detail: string;
  /** Null when it goes by itself only. */
  readonly onDismiss: (() => void) | null;
  /** Buttons: what can be done about it. */
  readonly children?: ReactNode;
}

const ICONS = { info: Info, good: CircleCheck, warning: TriangleAlert, loss: TriangleAlert };

/** Something that happened, across the page: what, what it means, one action. Never over the work. */
export function NoticeLine({ tone, title, detail, onDismiss, children }: NoticeLineProps) {
  const Icon = ICONS[tone];
  return (
    <div
      role={tone === 'loss' ? 'alert' : 'status'}
      className={classNames(styles.line, styles[tone])}
      data-notice={tone}
    >
      <Icon size={16} aria-hidden />
      <p className={styles.text}>
        <b>{title}</b> <span>{detail}</span>
      </p>
      <div className={styles.actions}>{children}</div>
      {onDismiss && (
        <IconButton label={`Dismiss: ${title}`} hint="Dismiss" onClick={onDismiss}>
          <X size={14} />
        </IconButton>
      )}
    </div>
  );
}
