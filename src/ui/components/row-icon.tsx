import { classNames } from './class-names.ts';
import styles from './row-icon.module.css';

interface RowIconProps {
  /** One path over a square of 24. */
  readonly d: string;
  readonly className?: string | undefined;
}

/**
 * An icon of 14 px for rows of lists, which are drawn anew at each keystroke: two elements with four attributes. The component of
 * lucide sets a dozen of them and took a fifth of the time in which a row of hits is made.
 */
export function RowIcon({ d, className }: RowIconProps) {
  return (
    <svg
      className={className === undefined ? styles.icon : classNames(styles.icon, className)}
      viewBox="0 0 24 24"
      aria-hidden="true"
    >
      <path d={d} />
    </svg>
  );
}
