import { type RefObject, useEffect } from 'react';

/**
 * Focus whose button goes (a chip that is removed, a row that is deleted) passes to the button that takes its place in
 * the group, or to the last one; else it would be lost to the page, and the keyboard begin at its top.
 */
export function useHeldFocus(group: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = group.current;
    if (element === null) return;
    /** Of the focused button among the group's; null when the focus is elsewhere. */
    let at: number | null = null;
    const enter = ({ target }: FocusEvent) => {
      const index = buttonsOf(element).indexOf(target as HTMLButtonElement);
      at = index === -1 ? null : index;
    };
    // What is left for something else is still there afterwards.
    const leave = ({ target, relatedTarget }: FocusEvent) => {
      if (relatedTarget instanceof Node && element.contains(relatedTarget)) return;
      queueMicrotask(() => {
        if ((target as HTMLElement).isConnected) at = null;
      });
    };
    const observer = new MutationObserver(() => {
      const { activeElement } = document;
      // Within a dialog the browser may give the focus to that.
      const isLost = activeElement === document.body || activeElement?.tagName === 'DIALOG';
      if (at === null || !isLost) return;
      const buttons = buttonsOf(element);
      buttons[Math.min(at, buttons.length - 1)]?.focus();
    });
    element.addEventListener('focusin', enter);
    element.addEventListener('focusout', leave);
    observer.observe(element, { childList: true, subtree: true });
    return () => {
      element.removeEventListener('focusin', enter);
      element.removeEventListener('focusout', leave);
      observer.disconnect();
    };
  }, [group]);
}

function buttonsOf(element: HTMLElement): HTMLButtonElement[] {
  return [...element.querySelectorAll<HTMLButtonElement>('button:enabled')];
}
