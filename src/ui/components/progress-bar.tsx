import styles from './progress-bar.module.css';

interface ProgressBarProps {
  readonly label: string;
  /** 0 to 1; null while it cannot be told. */
  readonly share: number | null;
}

export function ProgressBar({ label, share }: ProgressBarProps) {
  const percent = share === null ? null : Math.round(Math.max(0, Math.min(share, 1)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === null ? {} : { 'aria-valuenow': percent })}
      className={styles.track}
    >
      {percent === null ? (
        <div className={`${styles.bar} ${styles.unknown}`} />
      ) : (
        <div className={styles.bar} style={{ width: `${percent}%` }} />
      )}
    </div>
  );
}
