/*
 * Rules that find secrets in text. Each has literal marks: a rule runs only on a text that holds one, which keeps the scan cheap
 * (a text without any mark costs one search for each first letter). Formats as their issuers document them and as the open rule
 * sets of gitleaks and secretlint have them. A find counts only when its value does not look like a placeholder (`isPlausible`),
 * so documentation, tests and the programs that parse such tokens are not quarantined.
 */

export interface SecretRule {
  /** What it is, for the person. */
  readonly kind: string;
  /** The rule runs when the text holds one of these, letter for letter. */
  readonly marks: readonly string[];
  /** Global; the group `secret` (else the whole match) is the value that is judged. */
  readonly pattern: RegExp;
  /** Bits of entropy a character that the value must have; issuers' tokens of 20 and more random characters have over 3.5. */
  readonly minEntropy: number;
  /** The value is an encoded structure (DER, OpenSSH), whose runs of one letter do not make it a placeholder. */
  readonly structured?: boolean;
  /** A last look at the match; `text` is the whole file. */
  readonly accept?: (secret: string, text: string) => boolean;
}

const TOKEN = 3.2;
const HEX = 2.8;

export const SECRET_RULES: readonly SecretRule[] = [
  {
    kind: 'AWS access key',
    marks: ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
    pattern: /(?<![A-Za-z0-9+/=_-])(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9+/=_-])/g,
    minEntropy: 3,
  },
  {
    kind: 'AWS secret key',
    marks: ['aws', 'AWS', 'Aws', 'secretAccessKey', 'SecretAccessKey'],
    pattern:
      /(?:aws.{0,24}?(?:secret|key)|secret_?access_?key).{0,24}?[=:'"\s](?<secret>[A-Za-z0-9+/]{40})(?![A-Za-z0-9+/=_])/gi,
    minEntropy: 4.2,
    // A SHA-1 in hex is as long; a key has both cases and digits.
    accept: (secret) => /[a-z]/.test(secret) && /[A-Z]/.test(secret) && /\d/.test(secret),
  },
  {
    kind: 'GitHub token',
    marks: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    pattern: /(?<!\w)gh[pousr]_[A-Za-z0-9]{36,255}(?!\w)/g,
    minEntropy: TOKEN,
  },
  {
    kind: 'GitHub fine-grained token',
    marks: ['github_pat_'],
    pattern: /(?<!\w)github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}(?!\w)/g,
    minEntropy: TOKEN,
  },
  {
    kind: 'GitLab token',
    marks: ['glpat-', 'gldt-', 'glrt-', 'glptt-'],
    pattern: /(?<![\w-])gl(?:pat|dt|rt|ptt)-[\w-]{20,}(?:\.[\w.]{8,})?/g,
    minEntropy: TOKEN,
  },
  {
    kind: 'Slack token',
    marks: ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxe-', 'xoxo-', 'xapp-'],
    pattern:
      /(?<![\w-])(?:xox[abeoprs](?:\.xox[bp])?-(?:\d+-)+[A-Za-z0-9-]{16,}|xapp-\d-[A-Z0-9]+-\d+-[a-z0-9]{32,})/g,
    minEntropy: 3,
  },
  {
    kind: 'Slack webhook',
    marks: ['hooks.slack.com'],
    pattern:
      /hooks\.slack\.com\/(?:services|workflows)\/T[A-Z0-9]{7,}\/[AB][A-Z0-9]{7,}\/(?<secret>[A-Za-z0-9/]{20,})/g,
    minEntropy: TOKEN,
  },
  {
    kind: 'Stripe live key',
    marks: ['k_live_'],
    pattern: /(?<!\w)(?:sk|rk)_live_[A-Za-z0-9]{16,}(?!\w)/g,
    minEntropy: TOKEN,
  },
  {
    kind: 'Google API key',
    marks: ['AIza'],
    pattern: /(?<![\w-])AIza[\w-]{35}(?![\w-])/g,
    minEntropy: TOKEN,
  },
  {
    kind: 'Google OAuth secret',
    marks: ['GOCSPX-'],
    pattern: /(?<![\w-])GOCSPX-[\w-]{28}(?![\w-])/g,
    minEntropy: TOKEN,
  },
  {
    kind: 'Google service account',
    marks: ['service_account'],
    pattern: /"type"\s*:\s*"service_account"/g,
    minEntropy: 0,
    accept: (_, text) => /"private_key"\s*:\s*"-----BEGIN[^"]{100,}/.test(text),
  },
  {
    // The header line alone stands in every program that reads such files, so a body of base64 must follow.
    kind: 'private key',
    marks: ['PRIVATE KEY'],
    pattern:
      /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:\s|\\[nr]|["'`+,|>#*]|(?:[A-Za-z-]+: [^\n]{0,80}))*(?<secret>[A-Za-z0-9+/=]{40,})/g,
    minEntropy: 3,
    structured: true,
  },
  {
    kind: 'OpenAI key',
    marks: ['sk-'],
    pattern:
      /(?<![\w-])sk-(?:(?:proj|svcacct|admin|None)-[\w-]{40,}|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}|[A-Za-z0-9]{48})(?![\w-])/g,
    minEntropy: 3.8,
  },
  {
    kind: 'Anthropic key',
    marks: ['sk-ant-'],
    pattern: /(?<![\w-])sk-ant-[a-z]+\d\d-[\w-]{80,}/g,
    minEntropy: 3.8,
  },
  {
    kind: 'npm token',
    marks: ['npm_'],
    pattern: /(?<!\w)npm_[A-Za-z0-9]{36}(?!\w)/g,
    minEntropy: TOKEN,
  },
  {
    kind: 'registry login',
    marks: ['_authToken', '_auth', '_password', 'npmAuth'],
    pattern:
      /(?:^|[:/\s"'])(?:_authToken|_auth|_password|npmAuthToken|npmAuthIdent)["']?\s*[=:]\s*["']?(?<secret>[A-Za-z0-9+/=_.:-]{16,})/gm,
    minEntropy: HEX,
    accept: (secret) =>
      /\d/.test(secret) &&
      /[a-zA-Z]/.test(secret) &&
      !/^(?:process|this|self|config|options)\./.test(secret),
  },
  {
    kind: 'PyPI token',
    marks: ['pypi-AgE'],
    pattern: /(?<![\w-])pypi-AgE[\w-]{50,}/g,
    minEntropy: TOKEN,
  },
  {
    kind: 'SendGrid key',
    marks: ['SG.'],
    pattern: /(?<![\w.-])SG\.[\w-]{22}\.[\w-]{43}(?![\w-])/g,
    minEntropy: TOKEN,
  },
  {
    kind: 'Twilio key',
    marks: ['twilio', 'Twilio', 'TWILIO'],
    pattern:
      /twilio[^\n]{0,60}?(?:token|secret|key)[^\n]{0,20}?[=:'"\s](?<secret>(?:SK)?[0-9a-f]{32})(?![0-9A-Za-z])/gi,
    minEntropy: HEX,
  },
  {
    kind: 'Azure storage key',
    marks: ['AccountKey='],
    pattern: /AccountKey=(?<secret>[A-Za-z0-9+/]{86}==)/g,
    minEntropy: 4.5,
    // The key of the local emulator is published.
    accept: (secret) => !secret.startsWith('Eby8vdM02xNOcqF'),
  },
  {
    kind: 'Azure shared access key',
    marks: ['SharedAccessKey='],
    pattern: /SharedAccessKey=(?<secret>[A-Za-z0-9+/]{43}=)/g,
    minEntropy: 4,
  },
  {
    kind: 'DigitalOcean token',
    marks: ['dop_v1_', 'doo_v1_', 'dor_v1_'],
    pattern: /(?<!\w)do[opr]_v1_[a-f0-9]{64}(?!\w)/g,
    minEntropy: HEX,
  },
  {
    kind: 'Hugging Face token',
    marks: ['hf_', 'api_org_'],
    pattern: /(?<!\w)(?:hf|api_org)_[A-Za-z]{34}(?!\w)/g,
    minEntropy: 3.6,
    // A long identifier in lower case is a name.
    accept: (secret) => /[a-z]/.test(secret.slice(3)) && /[A-Z]/.test(secret.slice(3)),
  },
  {
    kind: 'Shopify token',
    marks: ['shpat_', 'shpca_', 'shppa_', 'shpss_'],
    pattern: /(?<!\w)shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}(?!\w)/g,
    minEntropy: HEX,
  },
  {
    kind: 'Telegram bot token',
    marks: [':AA'],
    pattern: /(?<![\w:])\d{8,10}:AA[\w-]{33}(?![\w-])/g,
    minEntropy: 3.6,
  },
  {
    kind: 'Discord webhook',
    marks: ['/api/webhooks/'],
    pattern: /discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/(?<secret>[\w-]{60,})/g,
    minEntropy: 3.8,
  },
  {
    kind: 'Mailgun key',
    marks: ['mailgun', 'Mailgun', 'MAILGUN'],
    pattern: /mailgun[^\n]{0,60}?(?<secret>key-[0-9a-f]{32})(?!\w)/gi,
    minEntropy: HEX,
  },
  {
    kind: 'Databricks token',
    marks: ['dapi'],
    pattern: /(?<!\w)dapi[0-9a-f]{32}(?:-\d)?(?!\w)/g,
    minEntropy: HEX,
  },
  {
    kind: 'Terraform Cloud token',
    marks: ['.atlasv1.'],
    pattern: /(?<!\w)[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,}/g,
    minEntropy: TOKEN,
  },
  {
    kind: 'age secret key',
    marks: ['AGE-SECRET-KEY-1'],
    pattern: /AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}/g,
    minEntropy: TOKEN,
  },
  {
    kind: 'service token',
    marks: [
      'hvs.',
      'glsa_',
      'PMAK-',
      'lin_api_',
      'figd_',
      'ntn_',
      'sntrys_',
      'sq0csp-',
      'EAAA',
      'dp.pt.',
      'ATATT3',
      'gsk_',
      'r8_',
      'pscale_',
      'rubygems_',
      'nfp_',
      'HRKU-',
      'sbp_',
      'xai-',
      'pplx-',
      'tskey-',
      'dckr_pat_',
      'CLOJARS_',
    ],
    pattern:
      /(?<![\w.-])(?:hvs\.[\w-]{24,}|glsa_[A-Za-z0-9]{32}_[a-f0-9]{8}|PMAK-[a-f0-9]{24}-[a-f0-9]{34}|lin_api_[A-Za-z0-9]{40}|figd_[\w-]{40}|ntn_[A-Za-z0-9]{46}|sntrys_[\w=+/-]{60,}|sq0csp-[\w-]{43}|EAAA[\w-]{60}|dp\.pt\.[A-Za-z0-9]{43}|ATATT3[\w=-]{180,}|gsk_[A-Za-z0-9]{52}|r8_[A-Za-z0-9]{37}|pscale_(?:tkn|pw|oauth)_[\w.-]{32,}|rubygems_[a-f0-9]{48}|nfp_[A-Za-z0-9]{36,}|HRKU-[\w-]{36,}|sbp_[a-f0-9]{40}|xai-[A-Za-z0-9]{80}|pplx-[A-Za-z0-9]{48}|tskey-[a-z]+-[\w-]{20,}|dckr_pat_[\w-]{27}|CLOJARS_[a-z0-9]{60})(?![\w-])/g,
    minEntropy: TOKEN,
  },
  {
    kind: 'signed web token (JWT)',
    marks: ['eyJ'],
    pattern: /(?<![\w.-])(?<secret>eyJ[\w-]{10,}\.eyJ[\w-]{20,}\.[\w-]{40,})(?![\w-])/g,
    minEntropy: 4,
    accept: isLiveWebToken,
  },
  {
    kind: 'password in a URL',
    marks: ['://'],
    pattern:
      /\b(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?):\/\/[^\s:@/'"`<>${}]{1,64}:(?<secret>[^\s:@/'"`<>${}()]{12,128})@(?!localhost|127\.|0\.0\.0\.0|[\w.-]*example)[\w.-]+\.[a-z]{2,}/gi,
    minEntropy: 3.4,
    accept: (secret) => /\d/.test(secret) && /[a-zA-Z]/.test(secret),
  },
];

/**
 * Web tokens stand in many tests and manuals, so one counts only when it reads like a login: decodable, signed, with a date of
 * expiry or a role, and not the sample of jwt.io.
 */
function isLiveWebToken(token: string): boolean {
  const [head = '', body = ''] = token.split('.');
  const header = decodeJson(head);
  const claims = decodeJson(body);
  if (header === null || claims === null) return false;
  if (header.get('alg') === 'none' || claims.get('sub') === '1234567890') return false;
  const issuer = String(claims.get('iss') ?? '');
  if (/example|test|joe|localhost/i.test(issuer)) return false;
  const longLived = claims.has('exp') && issuer !== '';
  return longLived || /^(?:service_role|admin|root)$/.test(String(claims.get('role') ?? ''));
}

function decodeJson(base64url: string): Map<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')));
    return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : null;
  } catch {
    return null;
  }
}
