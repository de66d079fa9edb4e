// A table that is wider than a tablet held upright: it scrolls by itself, and can be reached without a pointer (WCAG 2.1.1).
import type { ComponentChildren } from 'preact';

export const Wide = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <section class="wide" aria-label={name} tabindex={0}>
    {children}
  </section>
);
