// Mends installed packages with the patches in patches/ (docs/decisions/0035). Plain JavaScript for Node 20 or later,
// because cli/launch.mjs calls it right after an install.
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The patches by their names, `<package>@<version>.patch`. */
export function patchesOf(root) {
  const folder = join(root, 'patches');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.patch')) : [];
  return names.sort().map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}

/**
 * Mends each package that a patch is there for; what is mended already stays as it is. Throws, with a sentence for whoever
 * changes versions, where a patch belongs to another version or does not fit.
 */
export async function mendPackages(root) {
  const patches = patchesOf(root);
  if (patches.length === 0) return;
  const tools = await import('diff');
  for (const patch of patches) mendPackage(root, patch, tools);
}

function mendPackage(root, { name, text }, { applyPatch, parsePatch, reversePatch }) {
  const [, wanted, version] = /^(.+)@(.+)\.patch$/.exec(name) ?? [];
  const folder = join(root, 'node_modules', wanted);
  const installed = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
  if (installed !== version) throw new Error(`patches/${name} is not for ${wanted} ${installed}, which is installed.`);
  for (const patch of parsePatch(text)) {
    const file = join(folder, patch.newFileName.replace(/^b\//, ''));
    const source = readFileSync(file, 'utf8');
    if (applyPatch(source, reversePatch(patch)) !== false) continue;
    const mended = applyPatch(source, patch);
    if (mended === false) throw new Error(`patches/${name} does not fit ${file}.`);
    writeFileSync(`${file}.new`, mended);
    renameSync(`${file}.new`, file);
  }
}
