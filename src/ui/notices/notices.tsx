import { useStore } from 'zustand';
import { Button } from '../components/button.tsx';
import { useStores } from '../stores/stores.ts';
import { NoticeLine } from './notice-line.tsx';

/** Everything there is to say, newest last. */
export function Notices() {
  const { notices } = useStores();
  const list = useStore(notices, (state) => state.notices);
  return list.map(({ key, tone, title, detail, action, dismissible }) => (
    <NoticeLine
      key={key}
      tone={tone}
      title={title}
      detail={detail}
      onDismiss={dismissible ? () => notices.dismiss(key) : null}
    >
      {action && <Button onClick={action.run}>{action.label}</Button>}
    </NoticeLine>
  ));
}
