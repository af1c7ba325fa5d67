import { FolderOpen, RefreshCw } from 'lucide-react';
import { useStore } from 'zustand';
import type { RepositorySummary } from '../../domain/api.ts';
import { Button } from '../components/button.tsx';
import { useStores } from '../stores/stores.ts';
import type { RepositoryState } from './repository-state.ts';
import { useIntake } from './use-intake.ts';

interface RemedyButtonProps {
  readonly repository: Pick<RepositorySummary, 'id' | 'name'>;
  readonly remedy: NonNullable<RepositoryState['remedy']>;
}

/** Does what a repository's state asks for. */
export function RemedyButton({ repository: { id, name }, remedy }: RemedyButtonProps) {
  const { intake, engine, client } = useStores();
  const { chooseFolder } = useIntake();
  const intaking = useStore(intake, (present) => present.state === 'running');
  const ingesting = useStore(
    engine,
    (state) => state.state === 'ready' && state.status.state === 'ingesting',
  );
  const model = useStore(engine, (state) =>
    state.state === 'ready' ? state.status.model.id : null,
  );
  const { kind, label } = remedy;
  const act = () => {
    switch (kind) {
      case 'sync':
        return void intake.sync(id, name);
      case 'choose':
        return chooseFolder();
      case 'reload':
        return location.reload();
      case 'embed':
        // Choosing the model that is in use makes what vectors are missing; the engine's status tells a failure.
        if (model !== null) client.chooseModel(model).catch(() => undefined);
    }
  };
  return (
    <Button disabled={(intaking || ingesting) && kind !== 'reload'} onClick={act}>
      {kind === 'choose' ? (
        <FolderOpen size={14} aria-hidden />
      ) : (
        <RefreshCw size={14} aria-hidden />
      )}
      {label}
    </Button>
  );
}
