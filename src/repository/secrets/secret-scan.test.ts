import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventsOf, treeOf } from '../fixtures/listing.ts';
import { readSourceFile } from '../reading.ts';
import { findSecret } from './secret-scan.ts';

/** Letters drawn from an alphabet by a chain of hashes: as random as a real token, the same at every run. */
function tokenMaker(seed: number): (alphabet: string, length: number) => string {
  let counter = 0;
  return (alphabet, length) => {
    let made = '';
    while (made.length < length) {
      counter += 1;
      const digest = createHash('sha256').update(`${seed}:${counter}`).digest();
      // Bytes over the largest multiple are dropped, else the first letters would be likelier.
      const fair = 256 - (256 % alphabet.length);
      for (const byte of digest) if (byte < fair) made += alphabet[byte % alphabet.length];
    }
    return made.slice(0, length);
  };
}

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LETTERS = UPPER + UPPER.toLowerCase();
const BASE62 = `${LETTERS}0123456789`;
const BASE64 = `${BASE62}+/`;
const URLSAFE = `${BASE62}-_`;
const HEX = '0123456789abcdef';

type Make = ReturnType<typeof tokenMaker>;

// Every token is put together at run time, so that this file holds none.
const PLANTED: readonly (readonly [string, (make: Make) => string])[] = [
  ['AWS access key', (make) => `AK${'IA'}${make(`${UPPER}234567`, 16)}`],
  ['AWS secret key', (make) => `aws_secret_access_key = ${make(BASE64, 40)}`],
  ['GitHub token', (make) => `gh${'p_'}${make(BASE62, 36)}`],
  [
    'GitHub fine-grained token',
    (make) => `github${'_pat_'}${make(BASE62, 22)}_${make(BASE62, 59)}`,
  ],
  ['GitLab token', (make) => `gl${'pat-'}${make(URLSAFE, 20)}`],
  [
    'Slack token',
    (make) => `xo${'xb-'}${make('0123456789', 12)}-${make('0123456789', 12)}-${make(BASE62, 24)}`,
  ],
  [
    'Slack webhook',
    (make) =>
      `https://hooks.${'slack'}.com/services/T${make(UPPER, 8)}/B${make(UPPER, 8)}/${make(BASE62, 24)}`,
  ],
  ['Stripe live key', (make) => `sk${'_live_'}${make(BASE62, 24)}`],
  ['Google API key', (make) => `AI${'za'}${make(URLSAFE, 35)}`],
  ['Google OAuth secret', (make) => `GOC${'SPX-'}${make(URLSAFE, 28)}`],
  [
    'private key',
    (make) => `-----BEGIN ${'RSA PRIV'}ATE KEY-----\n${make(BASE64, 64)}\n${make(BASE64, 64)}\n`,
  ],
  ['private key', (make) => `"-----BEGIN ${'PRIV'}ATE KEY-----\\n${make(BASE64, 64)}\\n"`],
  [
    'private key',
    (make) =>
      `-----BEGIN ${'OPENSSH PRIV'}ATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAA\n${make(BASE64, 64)}`,
  ],
  [
    'Google service account',
    (make) =>
      `{"type": "service${'_account'}", "private_key": "-----BEGIN ${'PRIV'}ATE KEY-----\\n${make(BASE64, 120)}"}`,
  ],
  ['OpenAI key', (make) => `sk${'-proj-'}${make(URLSAFE, 74)}`],
  ['OpenAI key', (make) => `sk${'-'}${make(BASE62, 20)}T3Blbk${'FJ'}${make(BASE62, 20)}`],
  ['Anthropic key', (make) => `sk${'-ant-'}api03-${make(URLSAFE, 93)}AA`],
  ['npm token', (make) => `np${'m_'}${make(BASE62, 36)}`],
  [
    'registry login',
    (make) => `//registry.local/:_auth${'Token'}=${make(HEX, 8)}-${make(HEX, 4)}-${make(HEX, 24)}`,
  ],
  ['PyPI token', (make) => `pyp${'i-AgE'}${make(URLSAFE, 80)}`],
  ['SendGrid key', (make) => `S${'G.'}${make(URLSAFE, 22)}.${make(URLSAFE, 43)}`],
  ['Twilio key', (make) => `TWILIO_AUTH_TOKEN=${make(HEX, 32)}`],
  [
    'Azure storage key',
    (make) => `DefaultEndpointsProtocol=https;Account${'Key='}${make(BASE64, 86)}==`,
  ],
  ['DigitalOcean token', (make) => `do${'p_v1_'}${make(HEX, 64)}`],
  ['Hugging Face token', (make) => `h${'f_'}${make(LETTERS, 34)}`],
  ['Shopify token', (make) => `shp${'at_'}${make(HEX, 32)}`],
  ['Telegram bot token', (make) => `${make('123456789', 10)}:${'AA'}${make(URLSAFE, 33)}`],
  ['Databricks token', (make) => `da${'pi'}${make(HEX, 32)}`],
  ['service token', (make) => `hv${'s.'}${make(URLSAFE, 24)}`],
  [
    'signed web token (JWT)',
    (make) => {
      const part = (value: unknown): string =>
        Buffer.from(JSON.stringify(value)).toString('base64url');
      const claims = { iss: 'https://accounts.corp.io', sub: make(HEX, 12), exp: 1_900_000_000 };
      return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.${make(URLSAFE, 43)}`;
    },
  ],
  ['password in a URL', (make) => `postgres://svc:${make(BASE62, 20)}@db.prod.corp.io:5432/app`],
];

test('at least 95 % of planted secrets are found, at their line and without their text', () => {
  const seed = 42;
  const make = tokenMaker(seed);
  const missed: string[] = [];
  let planted = 0;
  for (let round = 0; round < 8; round += 1) {
    for (const [kind, plant] of PLANTED) {
      const secret = plant(make);
      const text = `import os\n\nconfig = '''${secret}'''\n${'x = 1\n'.repeat(5)}`;
      const find = findSecret(text);
      planted += 1;
      if (find === null || find.line !== 3) missed.push(`${kind} ${JSON.stringify(find)}`);
      expect(JSON.stringify(find)).not.toContain(secret.slice(-12));
    }
  }
  expect(planted).toBeGreaterThanOrEqual(100);
  expect(missed.length, `seed ${seed}: ${missed.join('; ')}`).toBeLessThanOrEqual(planted * 0.05);
});

test.each(PLANTED)('%s is named as such', (kind, plant) => {
  expect(findSecret(plant(tokenMaker(7)))?.kind).toBe(kind);
});

test('placeholders, headers without a body and names are no secrets', () => {
  const harmless = [
    `AK${'IA'}IOSFODNN7EXAMPLE`,
    `gh${'p_'}${'x'.repeat(36)}`,
    `gh${'p_'}<your token>`,
    `sk${'_live_'}${'0'.repeat(24)}`,
    `sk${'_test_'}4eC39HqLyjWDarjtT1zdp7dc`,
    `const PEM = '-----BEGIN ${'RSA PRIV'}ATE KEY-----';`,
    `-----BEGIN ${'PRIV'}ATE KEY-----\n...\n-----END ${'PRIV'}ATE KEY-----`,
    '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeLezV6ffAt',
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c',
    'postgres://user:password@localhost:5432/db',
    `postgres://postgres:$${''}{DB_PASSWORD}@db.corp.io/app`,
    'hf_dataset_loader_for_text_classification',
    `"_authToken": "$${''}{NPM_TOKEN_1234}"`,
    'aws_secret_access_key = da39a3ee5e6b4b0d3255bfef95601890afd80709',
  ];
  for (const text of harmless) expect([text, findSecret(text)]).toEqual([text, null]);
});

test("nothing of VectorGit's own source is quarantined", async () => {
  const root = join(import.meta.dirname, '../..');
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  const files = Object.fromEntries(
    paths.map((path) => [path, new Uint8Array(readFileSync(join(root, path)))]),
  );
  const quarantined: string[] = [];
  let indexed = 0;
  for (const event of await eventsOf(treeOf(files))) {
    if (event.kind === 'skipped' && event.entry.reason === 'secret')
      quarantined.push(event.entry.path);
    if (event.kind !== 'file') continue;
    const outcome = await readSourceFile(event.file, { maxFileBytes: 1e6, includeAnyway: [] });
    if (outcome.kind === 'source') indexed += 1;
    else if (outcome.entry.reason === 'secret')
      quarantined.push(`${event.file.path} ${outcome.entry.detail}`);
  }
  expect(quarantined).toEqual([]);
  expect(indexed).toBeGreaterThan(50);
});
