import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { VerifyReport } from '../../domain/api.ts';
import { printable } from '../app/printable.ts';
import { asSentence } from '../app/sentence.ts';
import { classNames } from '../components/class-names.ts';
import { orphanText, partText, verifyText } from './storage-text.ts';
import styles from './verify-result.module.css';

/** What a check of every stored byte found, like `git fsck`. */
export function VerifyResult({ report }: { readonly report: VerifyReport }) {
  const left = report.problems.filter((problem) => problem.mended === null);
  const Icon = left.length === 0 ? CircleCheck : TriangleAlert;
  const orphans = orphanText(report);
  return (
    <div className={classNames(styles.result, left.length > 0 && styles.damaged)} role="status">
      <Icon size={16} aria-hidden />
      <div className={styles.text}>
        <p>{verifyText(report)}</p>
        {report.problems.length > 0 && (
          <ul className={styles.problems}>
            {report.problems.map((problem) => (
              <li key={`${problem.part} ${problem.segment} ${problem.generation}`}>
                <b>{partText(problem)}:</b> {printable(asSentence(problem.what))}{' '}
                <span className={styles.mended}>
                  {problem.mended === null ? 'Not mended.' : printable(asSentence(problem.mended))}
                </span>
              </li>
            ))}
          </ul>
        )}
        {orphans && <p className={styles.mended}>{orphans}</p>}
      </div>
    </div>
  );
}
