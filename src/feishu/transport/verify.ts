import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';

const sha256 = (...parts: readonly (string | Buffer)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Compares two texts without telling by the time it takes where they differ. */
export function sameText(given: string, wanted: string): boolean {
  return timingSafeEqual(sha256(given), sha256(wanted));
}

/** Feishu signs the raw bytes: `sha256(timestamp + nonce + encryptKey + body)` in hex. */
export function signature(timestamp: string, nonce: string, encryptKey: string, body: Buffer): string {
  return sha256(timestamp, nonce, encryptKey, body).toString('hex');
}

/** AES-256-CBC with `sha256(encryptKey)`; the first 16 bytes are the IV. Null: not encrypted with this key. */
export function decrypt(encrypted: string, encryptKey: string): string | null {
  const bytes = Buffer.from(encrypted, 'base64');
  if (bytes.length < 32 || bytes.length % 16 !== 0) return null;
  const decipher = createDecipheriv('aes-256-cbc', sha256(encryptKey), bytes.subarray(0, 16));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString('utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}
