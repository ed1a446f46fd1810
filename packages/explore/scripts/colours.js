import { builtIn } from '@mcover/models';
import { colours, grey, inDark, inksOfMethods, surface } from '@mcover/report/look';

/* The colours of the report as a style: variables for the page, its methods and its covers, in the light and in the dark. */

const methods = new Map(
  builtIn.models.flatMap(({ methods }) => [
    ...inksOfMethods(Object.keys(methods), (name) => Boolean(methods[name].control)),
  ]),
);
const covers = [...colours, grey];
const named = Object.entries({
  ...surface,
  ...Object.fromEntries([...methods].map(([name, { colour }]) => [name, colour])),
  ...Object.fromEntries(covers.map((colour, k) => [`cover-${k}`, colour])),
});
const variables = (of) => named.map(([name, colour]) => `--${name}: ${of(colour)};`).join(' ');
const owners = [...methods.keys(), ...covers.map((_, k) => `cover-${k}`)];

export const style = `:root { ${variables((colour) => colour)} }
@media (prefers-color-scheme: dark) { :root { ${variables(inDark)} } }
${owners.map((name) => `.${name} { --own: var(--${name}); }`).join('\n')}
`;
