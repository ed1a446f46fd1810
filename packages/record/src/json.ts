/** Levels of arrays and objects within each other: what this program writes has a fifth of them. */
export const mostLevels = 100;

/** What is wrong with a text that may be JSON otherwise, and how many characters stand before it. */
export interface JsonFault {
  at: number;
  message: string;
}

/**
 * What no parser tells of a JSON text: that it is nested too deeply to be walked through, or that an object has a key
 * twice, of which one would go unseen. Looks at each character once; of a text that is no JSON it says nothing.
 *
 * @example
 * jsonFault('{"a": 1, "b": {"a": 2}}'); // undefined
 * jsonFault('{"a": 1, "\\u0061": 2}'); // { at: 9, message: 'the key "a" is given twice' }
 */
export function jsonFault(text: string): JsonFault | undefined {
  /** The keys of each object that is open; of an array, nothing. */
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case brace:
      case bracket:
        if (open.length === mostLevels) return { at, message: `nested deeper than ${mostLevels} levels` };
        open.push(text.charCodeAt(at) === brace ? new Set() : undefined);
        break;
      case brace + 2:
      case bracket + 2:
        open.pop();
        break;
      case quote: {
        const end = endOf(text, at);
        const keys = open[open.length - 1];
        if (keys && isKey(text, end)) {
          const key = text.slice(at + 1, end);
          const plain = key.includes('\\') ? plainOf(key) : key;
          if (keys.has(plain)) return { at, message: `the key ${shown(plain)} is given twice` };
          keys.add(plain);
        }
        at = end;
      }
    }
  }
  return undefined;
}

const [brace, bracket, quote, backslash, colon] = [...'{["\\:'].map((character) => character.charCodeAt(0));

/** Where the string that begins somewhere ends; a text that is torn ends with it. */
function endOf(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1;
  return at;
}

/** Whether a colon follows, after whitespace. */
function isKey(text: string, end: number): boolean {
  let at = end + 1;
  while (at < text.length && text.charCodeAt(at) <= 32) at++;
  return text.charCodeAt(at) === colon;
}

function plainOf(key: string): string {
  try {
    return JSON.parse(`"${key}"`) as string;
  } catch {
    return key;
  }
}

const shown = (key: string) => JSON.stringify(key.length > 60 ? `${key.slice(0, 57)}...` : key);
