import { Check } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { IconButton } from './button.tsx';

interface CopyButtonProps {
  readonly label: string;
  readonly text: () => string;
  readonly children: ReactNode;
}

/** Copies, and says so for a moment. */
export function CopyButton({ label, text, children }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <>
      <IconButton
        label={label}
        hint={copied ? 'Copied' : label}
        onClick={() =>
          navigator.clipboard.writeText(text()).then(
            () => setCopied(true),
            () => setCopied(false),
          )
        }
      >
        {copied ? <Check size={16} /> : children}
      </IconButton>
      <span role="status" className="visually-hidden">
        {copied ? 'Copied' : ''}
      </span>
    </>
  );
}
