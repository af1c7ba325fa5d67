/*
 * Files that hold secrets by their very name. Whole names, whole extensions and whole folder names; never parts of words
 * (the original's `key`, `token` and `secret` hit keyboard.py, tokenizer.py and monkey/).
 */

const NAMES: ReadonlyMap<string, string> = new Map([
  ['.env', 'environment file'],
  ['id_rsa', 'SSH private key'],
  ['id_dsa', 'SSH private key'],
  ['id_ecdsa', 'SSH private key'],
  ['id_ed25519', 'SSH private key'],
  ['id_ecdsa_sk', 'SSH private key'],
  ['id_ed25519_sk', 'SSH private key'],
  ['.netrc', 'stored login'],
  ['_netrc', 'stored login'],
  ['.pgpass', 'database login'],
  ['.my.cnf', 'database login'],
  ['.mylogin.cnf', 'database login'],
  ['.git-credentials', 'stored login'],
  ['.htpasswd', 'password file'],
  ['.pypirc', 'registry login'],
  ['.dockercfg', 'registry login'],
  ['.s3cfg', 'cloud login'],
  ['.boto', 'cloud login'],
  ['.vault-token', 'Vault token'],
  ['secring.gpg', 'private key ring'],
]);

const EXTENSIONS: ReadonlyMap<string, string> = new Map([
  ['pem', 'certificate or private key'],
  ['key', 'private key'],
  ['p12', 'key store'],
  ['pfx', 'key store'],
  ['p8', 'private key'],
  ['ppk', 'PuTTY private key'],
  ['jks', 'key store'],
  ['jceks', 'key store'],
  ['keystore', 'key store'],
  ['kdbx', 'password store'],
  ['kdb', 'password store'],
  ['agilekeychain', 'password store'],
  ['keychain', 'password store'],
  ['ovpn', 'VPN profile'],
  ['tfstate', 'Terraform state'],
]);

/** Folder and file in it that together are a login: the same names elsewhere are ordinary. */
const IN_FOLDER: ReadonlyMap<string, string> = new Map([
  ['.aws/credentials', 'cloud login'],
  ['.docker/config.json', 'registry login'],
  ['.kube/config', 'cluster login'],
  ['gcloud/credentials.db', 'cloud login'],
]);

/** Ends of `.env.*` files that are made to be shared. */
const SHARED_ENV = /\.(?:example|sample|template|tmpl|dist|defaults?|schema)$/;

/** What kind of secret the name tells, for the person; null for harmless names. */
export function secretName(path: string): string | null {
  const segments = path.toLowerCase().split('/');
  const name = segments.at(-1) ?? '';
  const what = NAMES.get(name) ?? IN_FOLDER.get(segments.slice(-2).join('/'));
  if (what !== undefined) return `${what} by its name ${name}`;
  if (name.startsWith('.env.') && !SHARED_ENV.test(name)) {
    return `environment file by its name ${name}`;
  }
  const dot = name.lastIndexOf('.');
  const byExtension = dot === -1 ? undefined : EXTENSIONS.get(name.slice(dot + 1));
  return byExtension === undefined ? null : `${byExtension} by its ending ${name.slice(dot)}`;
}
