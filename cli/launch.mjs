// The one door of every npm script. Plain JavaScript without dependencies, because it runs on whatever Node (20 or
// later) and npm a machine has, before anything is installed: it installs, changes to the Node of package.json,
// bundles the sources and hands over to build/cli.js.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { mendPackages, patchesOf } from './patches.mjs';

const OLDEST_NODE = 20;
/** Commands that must run while other parts of the sources are broken. */
const COMMAND_LINE_ONLY = ['test', 'check', 'help', 'status'];
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const packages = join(root, 'node_modules');
const stampFile = join(packages, '.redaktion-installed');
const ownNode = join(packages, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const words = process.argv.length > 2 ? process.argv.slice(2) : ['help'];

class Refusal extends Error {}

try {
  process.chdir(root);
  refuseOldNode();
  await providePackages();
  await (runsOnOwnNode() ? runCommand() : changeNode());
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  say(error.message);
  if (words[0] === 'test') console.log('0 passed, 1 failed');
  process.exitCode = 1;
}

function refuseOldNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= OLDEST_NODE) return;
  throw new Refusal(`This needs Node ${OLDEST_NODE} or later to begin with; this is ${process.version}.`);
}

/** Touches the network only when what is installed differs from the lock file; mends what is installed. */
async function providePackages() {
  if (isInstalled()) return;
  refuseWhereOneRuns();
  await alone(async () => {
    if (isInstalled()) return;
    if (!matchesLockFile() || !(await mends())) {
      await install();
      if (!(await mends())) throw new Refusal('An installed package could not be mended: see above.');
    }
    writeFileSync(stampFile, installedHash());
  });
}

/** A second start is refused in the end; what is new here must not replace the programs of the first one before. */
function refuseWhereOneRuns() {
  if (words[0] !== 'start') return;
  for (const role of ['', '-web', '-worker']) {
    const pid = pidIn(join(process.env.DATA_DIR || 'data', `running${role}.json`));
    if (isLauncher(pid))
      throw new Refusal(
        `The portal runs (process ${pid}) and there is something new in this folder: stop it with Ctrl-C in its terminal or with "kill ${pid}", then start again.`,
      );
  }
}

function pidIn(record) {
  try {
    return JSON.parse(readText(record)).pid;
  } catch {
    // Absent, cut off, or another user's: the start itself finds out who holds the folder.
    return undefined;
  }
}

/** The record of a start that was killed may name another process by now, this one too. */
function isLauncher(pid) {
  if (!isAlive(pid) || [process.pid, process.ppid].includes(pid)) return false;
  const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return (readText(`/proc/${pid}/cmdline`) || stdout || '').includes('launch.mjs');
}

function isInstalled() {
  return readText(stampFile) === installedHash();
}

function installedHash() {
  const hash = createHash('sha256').update(readText(join(root, 'package-lock.json')));
  for (const { name, text } of patchesOf(root)) hash.update(name).update(text);
  return hash.digest('hex');
}

/** Not where an earlier patch has changed what is installed. */
async function mends() {
  try {
    await mendPackages(root);
    return true;
  } catch (error) {
    say(error.message);
    return false;
  }
}

/** Someone may have run npm themselves: what npm wrote down about it tells whether anything is missing. */
function matchesLockFile() {
  const wanted = JSON.parse(readText(join(root, 'package-lock.json'))).packages;
  const present = JSON.parse(readText(join(packages, '.package-lock.json')) || '{"packages":{}}').packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || optional || (present[path]?.version === version && existsSync(join(root, path))),
  );
}

async function install() {
  say('Installing packages (a minute or two, only when they change) …');
  const started = Date.now();
  const options = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  let result = await runNpm(['ci', ...options]);
  // A lock file written where a registry lacks other systems' packages is not whole in the eyes of `npm ci`.
  if (result.output.includes('EUSAGE')) result = await runNpm(['install', '--no-save', ...options]);
  if (result.code === 0) return say(`Installed in ${seconds(started)}.`);
  say(result.output.trim().split('\n').slice(0, 15).join('\n'));
  throw new Refusal(
    'The packages could not be installed: see above. Check the connection and the rights on this folder, then try again.',
  );
}

/** Two first starts at once would delete each other's node_modules. */
async function alone(work) {
  mkdirSync(join(root, 'build'), { recursive: true });
  const lockFile = join(root, 'build', 'install.lock');
  for (let waited = 0; !claim(lockFile); waited++) {
    if (waited === 1) say(`Waiting for process ${readText(lockFile)}, which is installing here (${lockFile}) …`);
    await pause(500);
  }
  try {
    await work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

function claim(lockFile) {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST')
      throw new Refusal(`This folder cannot be written to (${error.code}): ${root}`, { cause: error });
    // In a container numbers begin anew: an install that was killed may have had the one of this process.
    const holder = Number(readText(lockFile));
    if (holder === process.pid || !isAlive(holder)) rmSync(lockFile, { force: true });
    return false;
  }
}

function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function runsOnOwnNode() {
  return process.version === `v${ownNodeVersion()}`;
}

function ownNodeVersion() {
  return JSON.parse(readText(join(packages, 'node', 'package.json'))).version;
}

async function changeNode() {
  if (!isRunnable(ownNode)) await installOwnNode();
  if (isRunnable(ownNode)) return passOn(ownNode);
  if (Number(process.versions.node.split('.')[0]) >= Number(ownNodeVersion().split('.')[0])) return runCommand();
  throw new Refusal(
    `Node ${ownNodeVersion()} could not be installed from npm. Install it by hand and try again; this is ${process.version}.`,
  );
}

/** The package fetches its program in an install script, which some machines switch off. */
async function installOwnNode() {
  say('Fetching Node …');
  const script = join(packages, 'node', 'installArchSpecificPackage.js');
  await run(process.execPath, [script], { cwd: dirname(script) });
}

function isRunnable(node) {
  return spawnSync(node, ['--version'], { stdio: 'ignore' }).status === 0;
}

function passOn(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...words], { stdio: 'inherit' });
  // The terminal or npm may have told the child as well: it takes signals close together for one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
      resolve();
    });
  });
}

async function runCommand() {
  const { isBundled } = await import('./bundles.mjs');
  const isWhole = !COMMAND_LINE_ONLY.includes(words[0]);
  if (!isBundled(root, isWhole)) {
    refuseWhereOneRuns();
    bundle(isWhole);
  }
  const { main } = await import(pathToFileURL(join(root, 'build', 'cli.js')).href);
  process.exitCode = await main(words);
}

/** In a process of its own, which takes the memory of it away when it ends. */
function bundle(isWhole) {
  const script = join(root, 'cli', 'bundle.ts');
  const { status } = spawnSync(process.execPath, [script, isWhole ? 'whole' : 'cli'], { stdio: 'inherit' });
  if (status !== 0) throw new Refusal('The sources could not be bundled: see above.');
}

/** With the npm that was called, and never with a Node that this very install is about to replace. */
function runNpm(options) {
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.startsWith(packages));
  const env = { ...process.env, PATH: path.join(delimiter), npm_config_yes: 'true' };
  const npm = process.env.npm_execpath;
  const usesNodeOutside = !process.execPath.startsWith(packages);
  if (npm && /npm-cli\.js$/.test(npm))
    return run(usesNodeOutside ? process.execPath : 'node', [npm, ...options], { env });
  return run('npm', options, { env, shell: process.platform === 'win32' });
}

function run(program, options, settings) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(program, options, { ...settings, stdio: ['ignore', 'pipe', 'pipe'] });
    const collect = (chunk) => {
      output += chunk;
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}

function seconds(since) {
  return `${Math.round((Date.now() - since) / 1000)} s`;
}

function say(line) {
  process.stderr.write(`${line}\n`);
}
