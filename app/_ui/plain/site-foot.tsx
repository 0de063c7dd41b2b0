import type { Frame } from '@/app/_http/frame';
import { translator } from '@/locales';

export function SiteFoot({ frame, callPath }: { frame: Frame; callPath: string | undefined }) {
  const t = translator(frame.locale, 'site');
  const home = `/${frame.locale}`;
  const links = [
    callPath && callPath !== frame.path
      ? { href: home + callPath, text: t('notice') }
      : { href: home, text: t('openCalls') },
    { href: `${home}/my`, text: t('myApplication') },
    { href: `${home}/questions`, text: t('questions') },
    { href: `${home}/privacy`, text: t('privacy') },
    { href: `${home}/cookies`, text: t('cookies') },
    { href: `${home}/imprint`, text: t('imprint') },
  ];
  return (
    <footer className="foot">
      <ul>
        {links.map(({ href, text }) => (
          <li key={href}>
            <a className="tap" href={href}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </footer>
  );
}
