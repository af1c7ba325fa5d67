import { Star } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { IconButton } from '../components/button.tsx';
import { usePopover } from '../components/popover.tsx';
import type { Answer } from '../stores/search-store.ts';
import { isSame, withoutSaved } from '../stores/searches-store.ts';
import { useStores } from '../stores/stores.ts';
import styles from './save-search.module.css';

const SaveSearchForm = lazy(async () => ({
  default: (await import('./save-search-form.tsx')).SaveSearchForm,
}));

/** The star of the search that is shown: gives it a name, or takes it from the saved ones. */
export function SaveSearch({ answer }: { readonly answer: Answer }) {
  const { searches } = useStores();
  const { anchor, open, toggle, close } = usePopover();
  const saved = useStore(searches, (state) => state.saved.find((kept) => isSame(kept, answer)));
  return (
    <>
      <IconButton
        label={saved ? 'Remove from the saved searches' : 'Save this search'}
        className={styles.star}
        data-saved={saved !== undefined || undefined}
        {...(saved ? {} : { 'aria-expanded': open })}
        onClick={(event) => {
          if (saved) searches.change((all) => withoutSaved(all, saved));
          else toggle(event.currentTarget);
        }}
      >
        <Star size={14} aria-hidden />
      </IconButton>
      {anchor && (
        <Suspense>
          <SaveSearchForm answer={answer} anchor={anchor} onClose={close} />
        </Suspense>
      )}
    </>
  );
}
