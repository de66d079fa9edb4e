import { render } from 'preact';
import '../ui/tokens.css';
import './phone.css';
import { Phone } from './phone.tsx';
import { usePart } from './use-part.ts';

const signToken = /^\/rate\/([^/]{1,64})\/?$/.exec(location.pathname)?.[1];
const loadSign = async () => (await import('./sign.tsx')).Sign;

/** What the code of a ticket opens, or that of a sign. */
const Page = () => {
  const Sign = usePart(loadSign, signToken !== undefined);
  if (signToken === undefined) return <Phone />;
  return Sign === null ? <p class="unseen">Một Cửa</p> : <Sign token={signToken} />;
};

const root = document.getElementById('root');
if (root) render(<Page />, root);
