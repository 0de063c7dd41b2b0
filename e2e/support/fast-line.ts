import { request } from 'node:http';

/** Somebody whose line brings up to 80 MB a second, and who does not end by himself. Nobody keeps what he sends. */
export type FastLine = { broughtBytes(): number; end(): void };

const PIECE = Buffer.alloc(2_000_000);
const EVERY_MS = 25;
/** So much is announced that the portal reads on only for the fields, and throws every file away. */
const ANNOUNCED = 1_000_000_000_000;

export function openFastLine(portal: string): FastLine {
  const sent = request(`${portal}/en/questions`, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=b', 'content-length': ANNOUNCED },
  });
  // Ended here, or by a portal that stops.
  sent.on('error', () => clearInterval(timer));
  sent.write('--b\r\ncontent-disposition: form-data; name="file"; filename="endless"\r\n\r\n');
  const timer = setInterval(() => {
    if (!sent.writableNeedDrain) sent.write(PIECE);
  }, EVERY_MS);
  return {
    broughtBytes: () => sent.socket?.bytesWritten ?? 0,
    end() {
      clearInterval(timer);
      sent.destroy();
    },
  };
}
