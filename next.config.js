import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Pages set their own; these are for whatever is served without a route of ours. */
const everywhere = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'no-referrer' },
];

/** The address of an asset holds a hash of its contents. */
const forGood = [
  { key: 'Cache-Control', value: 'public, max-age=31536000, immutable' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
];

/**
 * By name, not all that lies below /assets: asked for what only a newer version has, a process of the older one says "not
 * found", and no browser may keep that for a year.
 */
function ownAssets() {
  const folder = join(import.meta.dirname, 'public', 'assets');
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  images: { unoptimized: true },
  // `npm run check` holds the types; a start must not fail over a test file.
  typescript: { ignoreBuildErrors: true },
  async headers() {
    return [
      { source: '/:path*', headers: everywhere },
      ...ownAssets().map((name) => ({ source: `/assets/${name}`, headers: forGood })),
    ];
  },
};
