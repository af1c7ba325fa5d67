/** Names of the files in `dist/assets` that say what is in them. */

interface NamedChunk {
  readonly name: string;
  readonly facadeModuleId: string | null;
  readonly moduleIds: readonly string[];
}

/**
 * A chunk made of a package is named after the package: `codemirror-lang-rust-<hash>.js`, where the bundler would
 * say `dist-<hash>.js`; our own keep the name of their module.
 */
export function chunkFileName(chunk: NamedChunk): string {
  const id = chunk.facadeModuleId ?? chunk.moduleIds.at(-1) ?? '';
  const name = packageOf(id)?.replace('@', '').replaceAll('/', '-') ?? chunk.name;
  return `assets/${name}-[hash].js`;
}

/** Modules loaded as files end in `.js`: hosts that do not know `.mjs` send it with a type that browsers refuse. */
export function assetFileName(asset: { readonly names: readonly string[] }): string {
  return asset.names[0]?.endsWith('.mjs') === true
    ? 'assets/[name]-[hash].js'
    : 'assets/[name]-[hash][extname]';
}

/** `@scope/name` of the package that a module of node_modules belongs to, or null for one of ours. */
export function packageOf(moduleId: string): string | null {
  return (
    /^.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/?]+)/
      .exec(moduleId)?.[1]
      ?.replace('\\', '/') ?? null
  );
}
