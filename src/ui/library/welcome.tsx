import { FolderDown, HeartPulse, ShieldCheck, WifiOff } from 'lucide-react';
import { WaysIn } from './ways-in.tsx';
import styles from './welcome.module.css';

/** What the page is, and the ways in, when nothing is on this device yet. */
export function Welcome() {
  return (
    <div className={styles.welcome}>
      <div className={styles.column}>
        <h2 className={styles.title}>
          Search a codebase by words and by meaning, without it ever leaving your browser.
        </h2>
        <div className={styles.target}>
          <FolderDown size={36} strokeWidth={1.25} aria-hidden />
          <p className={styles.hint}>Drop a folder here</p>
          <WaysIn large />
        </div>
        <ul className={styles.promises}>
          <li>
            <ShieldCheck size={16} aria-hidden />
            <span>
              <b>Nothing leaves this device.</b> The page is forbidden to talk to any other place.
            </span>
          </li>
          <li>
            <WifiOff size={16} aria-hidden />
            <span>
              <b>Works offline.</b> After the first visit it starts without a network.
            </span>
          </li>
          <li>
            <HeartPulse size={16} aria-hidden />
            <span>
              <b>The index heals itself.</b> Every byte is checked when read; what is damaged is
              made again where it can be, and a log says what was done.
            </span>
          </li>
        </ul>
      </div>
    </div>
  );
}
