/** Whether the build may offer models of the hub, and where its host's name may stand. */
import type { Plugin } from 'vite';
import { packageOf } from './chunk-names.ts';

/** `VITE_MODEL_HUB=off npm run build` makes a build that cannot reach the hub and does not name it. */
export const modelHub: 'on' | 'off' = process.env.VITE_MODEL_HUB === 'off' ? 'off' : 'on';

/**
 * transformers.js brings addresses of the hub: the one that it would fetch from, were that not switched off
 * (src/embedding/transformers), and those of its messages. They go, so that only hub.html and the dialog before it name
 * the host.
 */
export function withoutForeignHub(): Plugin {
  return {
    name: 'vectorgit:without-foreign-hub',
    apply: 'build',
    transform: {
      handler(code, id) {
        if (packageOf(id) !== '@xenova/transformers' || !HUB_HOSTS.test(code)) return null;
        return { code: code.replaceAll(new RegExp(HUB_HOSTS, 'g'), 'hub.invalid'), map: null };
      },
    },
  };
}

/** Hosts of the hub in any text. */
export const HUB_HOSTS = /\b(?:huggingface\.co|hf\.co|xethub\.com)\b/;
