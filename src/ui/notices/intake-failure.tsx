import { useStore } from 'zustand';
import { errorText } from '../app/error-text.ts';
import { printable } from '../app/printable.ts';
import { Button } from '../components/button.tsx';
import { WaysIn } from '../library/ways-in.tsx';
import { useRepository, useStores } from '../stores/stores.ts';
import { NoticeLine } from './notice-line.tsx';

/** Why a repository did not come in, what is safe, and what helps. */
export function IntakeFailure() {
  const { intake, surface } = useStores();
  const state = useStore(intake);
  // Without a repository in view the ways in are there already.
  const repository = useRepository();
  if (state.state !== 'failed') return null;
  const { title, advice, remedy } = errorText(state.failure.code);
  const stopped = state.failure.code === 'cancelled';
  return (
    <NoticeLine
      tone={stopped ? 'info' : 'loss'}
      title={`${printable(state.name)}: ${title}.`}
      detail={advice}
      onDismiss={() => intake.dismiss()}
    >
      {/* Trying the same again would fail again where another source is needed. */}
      {remedy === 'choose-source' && repository && <WaysIn start sample={false} />}
      {remedy === 'storage' && (
        <Button onClick={() => surface.setState({ surface: 'storage' })}>Open storage</Button>
      )}
      {remedy === 'reload' && <Button onClick={() => location.reload()}>Reload</Button>}
      {(remedy === 'retry' || remedy === 'storage') && (
        <Button onClick={state.retry}>{stopped ? 'Go on' : 'Try again'}</Button>
      )}
    </NoticeLine>
  );
}
