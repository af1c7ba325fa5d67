import { printable } from '../app/printable.ts';
import { Button } from '../components/button.tsx';
import { useNow } from '../components/use-now.ts';
import type { Removal } from '../stores/repositories-store.ts';
import { useStores } from '../stores/stores.ts';

interface UndoRemovalProps {
  readonly removal: Removal;
  readonly className?: string | undefined;
}

/** "Removed x", while it can still be taken back. */
export function UndoRemoval({ removal, className }: UndoRemovalProps) {
  const { repositories } = useStores();
  const now = useNow(500);
  const left = Math.max(0, Math.ceil((removal.until - now) / 1000));
  return (
    <div className={className} role="status">
      <span>
        Removed <b>{printable(removal.repository.name)}</b>
      </span>
      <Button look="link" onClick={() => repositories.undoRemoval()}>
        Undo <span aria-hidden="true">({left})</span>
      </Button>
    </div>
  );
}
