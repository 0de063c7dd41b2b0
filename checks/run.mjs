import { build } from 'esbuild';

// Node runs TypeScript only with file endings in its imports, which our style leaves out: bundle first.
await build({
  entryPoints: ['checks/main.ts'],
  outfile: 'build/checks.js',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  packages: 'external',
  logLevel: 'warning',
});
await import('../build/checks.js');
