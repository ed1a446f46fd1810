import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../dist/random/sha256.js';

const hex = (text: string) => Array.from(sha256(text), (word) => word.toString(16).padStart(8, '0')).join('');

describe('SHA-256', () => {
  // The examples of NIST for FIPS 180-4.
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    [
      'abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu',
      'cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1',
    ],
  ])('of "%s"', (text, digest) => {
    expect(hex(text)).toBe(digest);
  });

  it('of a million times "a"', () => {
    expect(hex('a'.repeat(1e6))).toBe('cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0');
  });

  it('agrees with another implementation at every length up to three blocks', () => {
    for (let length = 0; length <= 192; length++) {
      const text = 'z'.repeat(length);
      expect(hex(text)).toBe(createHash('sha256').update(text).digest('hex'));
    }
  });

  it('refuses what is not ASCII', () => {
    expect(() => sha256('größe')).toThrow('"ö" is not');
  });
});
