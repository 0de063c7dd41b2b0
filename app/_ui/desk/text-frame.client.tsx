'use client';

import { useEffect, useRef } from 'react';

/**
 * The text of a document in a frame where nothing runs. From outside, the frame is made as high as its text, so that the
 * pane scrolls, and single keys pressed in it are passed on to the desk.
 */
export function TextFrame({ address, name }: { address: string; name: string }) {
  const frame = useRef<HTMLIFrameElement>(null);

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = () => {
      const root = element.contentDocument?.documentElement;
      if (root) element.style.height = `${root.scrollHeight}px`;
    };
    const passOn = (event: KeyboardEvent) => {
      const { key, code, shiftKey, ctrlKey, metaKey, altKey } = event;
      const copy = { key, code, shiftKey, ctrlKey, metaKey, altKey, bubbles: true, cancelable: true };
      if (!document.body.dispatchEvent(new KeyboardEvent('keydown', copy))) event.preventDefault();
    };
    const settle = () => {
      const theme = document.documentElement.dataset.theme;
      const inner = element.contentDocument;
      if (theme && inner) inner.documentElement.dataset.theme = theme;
      inner?.addEventListener('keydown', passOn);
      element.style.height = '0';
      measure();
    };
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    element.addEventListener('load', settle);
    if (element.contentDocument?.readyState === 'complete') settle();
    return () => {
      watch.disconnect();
      element.removeEventListener('load', settle);
    };
  }, []);

  return <iframe ref={frame} className="text-frame" src={address} title={name} sandbox="allow-same-origin" />;
}
