import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { readAddress, type Settings, writeAddress } from './address.ts';
import { Article } from './article.tsx';
import { Networks } from './live/networks.tsx';
import { Perceptron } from './live/perceptron.tsx';
import { Results } from './results/results.tsx';

/** The views of the page, by their names in its address; the first one is what an address without a name means. */
const views = {
  article: 'Article',
  live: 'Live trial',
  networks: 'Networks',
  results: 'Results',
} as const;

type View = keyof typeof views;

function isView(name: string): name is View {
  return Object.hasOwn(views, name);
}

function App() {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const changed = () => setHash(location.hash);
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  const { view: named, place, settings, query } = readAddress(hash);
  const view = isView(named) ? named : 'article';
  useEffect(() => {
    document.title = `${views[view]} – mcover`;
  }, [view]);
  const go = (address: string) => {
    // A slider that is drawn leaves no trail in the history.
    history.replaceState(null, '', address);
    setHash(address);
  };
  const onSettings = (changed: Settings) => go(writeAddress(view, changed));
  return (
    <>
      <header>
        <h1>
          mcover <span>learning with several coupled copies of a model</span>
        </h1>
        <nav aria-label="views">
          {Object.entries(views).map(([name, label]) => (
            <a
              key={name}
              href={writeAddress(name, settings)}
              aria-current={name === view ? 'page' : undefined}
            >
              {label}
            </a>
          ))}
        </nav>
      </header>
      <main>
        {view === 'article' && <Article />}
        {view === 'live' && (
          <>
            <h2>{views.live}</h2>
            <Perceptron settings={settings} onSettings={onSettings} />
          </>
        )}
        {view === 'networks' && (
          <>
            <h2>{views.networks}</h2>
            <Networks settings={settings} onSettings={onSettings} />
          </>
        )}
        {view === 'results' && (
          <>
            <h2>{views.results}</h2>
            <Results
              place={place}
              query={query}
              onPlace={(id, look) => go(writeAddress(`results/${id}`, settings, look))}
            />
          </>
        )}
      </main>
    </>
  );
}

render(<App />, document.getElementById('app')!);
