import type { ComponentProps, ReactNode } from 'react';
import styles from './button.module.css';
import { classNames } from './class-names.ts';

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: 'plain' | 'primary' | 'quiet' | 'link' | 'danger';
  readonly large?: boolean;
}

/** A button with words. */
export function Button({ look = 'plain', large = false, className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={classNames(styles.button, styles[look], large && styles.large, className)}
      {...rest}
    />
  );
}

interface IconButtonProps extends ComponentProps<'button'> {
  /** What it does: the accessible name, and the tooltip unless `hint` says more. */
  readonly label: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

/** A button with an icon only: 28 px, 36 px for fingers. */
export function IconButton({ label, hint, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={hint ?? label}
      className={classNames(styles.icon, className)}
      {...rest}
    />
  );
}
