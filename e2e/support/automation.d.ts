import type { Automation } from '../../src/worker/client-automation.ts';

declare global {
  interface Window {
    readonly vectorgit: Automation;
  }
}
