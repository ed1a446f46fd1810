import type { ComponentChildren } from 'preact';

/** On a phone settings are folded, above what one came to see. */
const { matches: wide } = matchMedia('(min-width: 52rem)');

/** The settings of a view. */
export function Folded({ children }: { children: ComponentChildren }) {
  return (
    <details class="settings" open={wide}>
      <summary>Settings</summary>
      {children}
    </details>
  );
}
