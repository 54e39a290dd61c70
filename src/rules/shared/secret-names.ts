/** Which names of variables announce a secret. Names are read word by word, so MONKEY and TOKENIZER are none. */

/** Words that mean a secret wherever they end a name. */
const secretWords = new Set(
  "apikey credential credentials passphrase passwd password passwords pword secret secrets token tokens".split(" "),
);
/** Words that mean a secret when another word stands before them: `DB_PASS`, but not `PASS`, `PWD`. */
const secretEndings = new Set(["auth", "pass", "pat", "pwd"]);
/** `KEY` alone may be anything; after one of these it opens something. */
const keyKinds = new Set(
  "access account api app application auth client crypt decryption deploy encryption hmac jwt license master private rsa secret service session signing ssh storage".split(
    " ",
  ),
);
/** A key after one of these is public, a place in a table or a name; any other that is handed in may open something. */
const harmlessKeyKinds = new Set(
  "apt asc cache column foreign gpg group hash host idempotency index issue keyring map object partition pgp primary project repo repository routing signed site sort table".split(
    " ",
  ),
);
/** After a secret word these name something about it: `TOKEN_URL`, `PASSWORD_FILE`, `SECRET_NAME`. */
const describingEndings = new Set(
  "algorithm algo audience count dir directory disabled dummy enabled endpoint expiration expires expiry file files fingerprint folder format header host id ids issuer length limit location method min max mode mount name names path paths pattern policy port prefix provider regex region rotation rounds server size store suffix template timeout ttl type types uri url urls user username validity version".split(
    " ",
  ),
);
/** Before a secret word these turn it into a switch, a count or something public: `MAX_TOKENS`, `ALLOW_EMPTY_PASSWORD`. */
const harmlessBeginnings = new Set(
  "allow disable enable generate has ignore is max min no num public random require requires skip use with without".split(
    " ",
  ),
);
/** Every name that announces a secret matches it; so does one of which only the expansion tells. */
const telling = /key|credential|pass|pword|secret|token|auth|pwd|pat(?![a-z])|[$\\`]/i;
/** One half of a pair whose other half is a secret: they are set together. */
const knownSecrets = new Set(["AWS_ACCESS_KEY_ID"]);
/** By convention the path of a file. */
const knownPaths = new Set(["GOOGLE_APPLICATION_CREDENTIALS", "AWS_SHARED_CREDENTIALS"]);

/**
 * False for most names: a first look.
 *
 * @param written as the file has it, with whatever is expanded in it
 */
export function mayAnnounceSecret(written: string): boolean {
  return telling.test(written);
}

/**
 * True when a variable of this name most likely holds a password, token or key.
 *
 * @param handedIn its value comes from outside the file: then a key that is not known to be harmless counts as well
 */
export function announcesSecret(name: string, handedIn: boolean): boolean {
  if (knownSecrets.has(name)) return true;
  if (knownPaths.has(name)) return false;
  const words = nameWords(name);
  const last = words.at(-1);
  if (last === undefined || words.some((word) => harmlessBeginnings.has(word)) || describingEndings.has(last)) {
    return false;
  }
  return words.some((word, index) => {
    if (secretWords.has(word)) return true;
    const before = words[index - 1];
    if (before === undefined) return false;
    if (word !== "key" && word !== "keys") return secretEndings.has(word) && word === last;
    return keyKinds.has(before) || (handedIn && word === last && !harmlessKeyKinds.has(before));
  });
}

const listedWords = /(?:_|^)(?:apikey|auth|credential|credentials|key|password|pword|passwd|secret|token)(?:_|$)/i;
const exceptedWords = /(?:_|^)(?:public|file|version)(?:_|$)/i;

/** True for the names that BuildKit's SecretsUsedInArgOrEnv reports (frontend/dockerfile/dockerfile2llb/validations.go). */
export function isOnSecretList(name: string): boolean {
  return listedWords.test(name) && !exceptedWords.test(name);
}

/** `NPM_TOKEN`, `npm.token`, `npm-token` and `npmToken` are all `npm`, `token`. Trailing numbers are left out. */
function nameWords(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => word.replace(/\d+$/, ""))
    .filter((word) => word !== "");
}

/** True for values that cannot be a secret: nothing, a switch, a file, a URL without a password, a stand-in. */
export function isHarmlessValue(value: string): boolean {
  return (
    value === "" ||
    /^(?:true|false|yes|no|on|off|0|1|null|none|undefined)$/i.test(value) ||
    /^(?:\.{0,2}\/|~\/|[a-z]:\\|file:)\S*$/i.test(value) ||
    (/^https?:\/\/[^@]*$/i.test(value) && !/[?&]/.test(value)) ||
    /^(?:dummy|fake|placeholder|unused|not[-_ ]?(?:a[-_ ]?)?(?:needed|real|secret|set|used)|x{3,}|\*+(?:\w+\*+)?|<[^>]*>)$/i.test(
      value,
    )
  );
}
