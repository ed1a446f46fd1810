import type { ComponentChildren } from 'preact';

/** What may be wider than the screen scrolls by itself, and can be reached by the keyboard. */
export function Wide({
  label,
  tall,
  children,
}: {
  label: string;
  tall?: boolean;
  children: ComponentChildren;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard.
    <section class={tall ? 'wide tall' : 'wide'} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
