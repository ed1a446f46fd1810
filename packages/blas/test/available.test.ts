import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { blasAdvantage, blasLibrary } from '@mcover/blas';
import { expect, it } from 'vitest';
import { describeBlas } from './here.ts';

const built = new URL('../dist/index.js', import.meta.url).href;

/** What a program of its own prints, with MCOVER_BLAS set so. */
function printed(program: string, path: string): string {
  const env = { ...process.env, MCOVER_BLAS: path };
  const source = `import { blasLibrary, blasUnavailable } from ${JSON.stringify(built)}; ${program}`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', source], { env, encoding: 'utf8' });
}

const reasonWith = (path: string) => printed('console.log(blasUnavailable());', path);
const missing = fileURLToPath(new URL('./no-such-library.so', import.meta.url));

it('a path that is no library is a reason with its remedy, not an exception', () => {
  expect(reasonWith(missing)).toMatch(/no-such-library|koffi/);
  expect(reasonWith(missing)).toMatch(/set MCOVER_BLAS to the path of a library|npm install koffi/);
});

it('without a library, asking for its name throws the reason', () => {
  const program =
    'try { blasLibrary(); } catch ({ message }) { console.log(message === blasUnavailable()); }';
  expect(printed(program, missing)).toBe('true\n');
});

it('without SIMD the reason is the one of the WebAssembly engine', () => {
  const program = `WebAssembly.validate = () => false; console.log((await import(${JSON.stringify(built)})).blasUnavailable());`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  expect(said).toContain('no SIMD');
});

describeBlas('the library', () => {
  it('has a speed against WebAssembly', () => {
    const advantage = blasAdvantage();
    expect(advantage).toBeGreaterThan(0.01);
    expect(advantage).toBeLessThan(100);
  });

  it('says what it is', () => expect(blasLibrary().title).toMatch(/blas|Accelerate/i));

  it('is none where it lacks the product of singles', () => {
    // Node itself: a file that can be loaded nowhere as a BLAS.
    expect(reasonWith(process.execPath)).toContain(`MCOVER_BLAS=${process.execPath} is no BLAS`);
  });
});
