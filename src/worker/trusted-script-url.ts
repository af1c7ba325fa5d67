/**
 * The page's one Trusted Types policy: a script address is trusted when it is of our own origin.
 *
 * The content security policy (`require-trusted-types-for 'script'; trusted-types vectorgit`) makes a plain string
 * in `new Worker()` or `serviceWorker.register()` an error, so that no code path can start a script by accident.
 */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

const trustedTypes = (globalThis as { readonly trustedTypes?: TrustedTypes }).trustedTypes;

const policy = trustedTypes?.createPolicy('vectorgit', { createScriptURL: ofOwnOrigin });

/**
 * The address in the form that the browser wants: a `TrustedScriptURL` where there are such (its type is not in
 * TypeScript's library, and every sink takes it as a string), else as it was. Throws on another origin.
 */
export function trustedScriptUrl(url: string): string {
  return policy === undefined ? ofOwnOrigin(url) : policy.createScriptURL(url);
}

function ofOwnOrigin(url: string): string {
  // The origin of a blob: address is that of the page which made it.
  if (new URL(url).origin !== location.origin) throw new TypeError('A script of another origin');
  return url;
}
