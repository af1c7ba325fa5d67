import { useStore } from 'zustand';
import { Button } from '../components/button.tsx';
import { useStores } from '../stores/stores.ts';
import { NoticeLine } from './notice-line.tsx';

/** Everything there is to say, newest last. */
export function Notices() {
  const { notices } = useStores();
  const list = useStore(notices, (state) => state.notices);
  return list.map(({ key, tone, title, detail, actions, dismissible }) => (
    <NoticeLine
      key={key}
      tone={tone}
      title={title}
      detail={detail}
      onDismiss={dismissible ? () => notices.dismiss(key) : null}
    >
      {actions.map(({ label, run }) => (
        <Button key={label} onClick={run}>
          {label}
        </Button>
      ))}
    </NoticeLine>
  ));
}
