import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge } from './boundaries';
import { codeKnownToGit, readTree } from './tree';

const root = process.cwd();
const { read, violations } = judge(readTree(root), readFileSync(join(root, 'package.json'), 'utf8'));
const known = codeKnownToGit(root) ?? [];
const unseen = known.filter((path) => !read.includes(path));

for (const { path, line, message } of violations) console.error(`${path}:${line} ${message}`);
for (const path of unseen) console.error(`${path}:1 git knows this file, the check has not read it`);
if (read.length === 0) console.error('The check has read no file at all.');

const broken = violations.length + unseen.length;
if (broken > 0 || read.length === 0) process.exitCode = 1;
console.log(`Import law: ${read.length} files read (${known.length} known to git), ${broken} broken.`);
