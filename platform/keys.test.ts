import { randomUUID } from 'node:crypto';
import { link, mkdir, open as openFile, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type KeyStore, keyStore } from './keys';
import { filesBelow, newFolder, program, runProgram } from './storage/testing';
import { newKey, open, secretKey } from './vault';

const APPLICATION = '00000000-0000-4000-8000-000000000000';
const OTHER = '00000000-0000-4000-8000-000000000100';
const WRAP_BYTES = new Uint8Array(32).fill(9);

async function idsOf(keys: KeyStore): Promise<string[]> {
  const ids: string[] = [];
  for await (const portion of keys.ids()) ids.push(...portion);
  return ids;
}

describe('keyStore', () => {
  const wrap = secretKey(WRAP_BYTES);
  let root: string;
  let keys: KeyStore;
  const pathOf = (id: string) => join(root, id.slice(-2), `${id}.key`);

  beforeEach(async () => {
    root = join(await newFolder(), 'keys');
    keys = keyStore(root, wrap);
  });

  it('gives the same key to every process that asks', async () => {
    const key = await keys.create(APPLICATION);
    expect(key.bytes).toHaveLength(32);
    expect(await keys.get(APPLICATION)).toEqual(key);
    expect(await keyStore(`file://${root}`, wrap).get(APPLICATION)).toEqual(key);
    expect(await keys.get(OTHER)).toBeNull();
    expect(await idsOf(keys)).toEqual([APPLICATION]);
  });

  it('keeps the key wrapped, bound to its id, and readable by its owner only', async () => {
    const key = await keys.create(APPLICATION);
    expect(await filesBelow(root)).toEqual([join('00', `${APPLICATION}.key`)]);
    const file = await readFile(pathOf(APPLICATION));
    expect(file).toHaveLength(69);
    expect(file.includes(Buffer.from(key.bytes))).toBe(false);
    expect((await stat(pathOf(APPLICATION))).mode & 0o777).toBe(0o600);
    expect(open(wrap, `application-key:${APPLICATION}`, file).equals(key.bytes)).toBe(true);
    await writeFile(pathOf(OTHER), file);
    await expect(keys.get(OTHER)).rejects.toMatchObject({ name: 'VaultError', code: 'tampered' });
  });

  it('says so when the wrapping key is another one', async () => {
    await keys.create(APPLICATION);
    await expect(keyStore(root, secretKey(newKey())).get(APPLICATION)).rejects.toMatchObject({ code: 'wrong_key' });
  });

  it('gives all who create at once the same key', async () => {
    const stores = Array.from({ length: 4 }, () => keyStore(root, wrap));
    const made = await Promise.all(Array.from({ length: 40 }, (_, turn) => stores[turn % 4]?.create(APPLICATION)));
    expect(new Set(made.map((key) => key?.id)).size).toBe(1);
    expect(await filesBelow(root)).toEqual([join('00', `${APPLICATION}.key`)]);
  });

  it('creates many keys at once, all different', async () => {
    const ids = Array.from({ length: 600 }, () => randomUUID());
    const made = await Promise.all(ids.map((id) => keys.create(id)));
    expect(new Set(made.map((key) => key.id)).size).toBe(ids.length);
    const again = keyStore(root, wrap);
    expect(await Promise.all(ids.map((id) => again.get(id)))).toEqual(made);
    expect(await Promise.all(ids.map((id) => again.get(id)))).toEqual(made);
  });

  it('destroys a key for every process, also one that remembers it', async () => {
    const elsewhere = keyStore(root, wrap);
    const kept = await keys.create(OTHER);
    await keys.create(APPLICATION);
    await elsewhere.get(APPLICATION);
    await keys.destroy(APPLICATION);
    expect(await keys.get(APPLICATION)).toBeNull();
    expect(await elsewhere.get(APPLICATION)).toBeNull();
    expect(await elsewhere.get(OTHER)).toEqual(kept);
    expect(await filesBelow(root)).toEqual([join('00', `${OTHER}.key`)]);
  });

  it('leaves no byte of the wrapped key in the file it destroys', async () => {
    await keys.create(APPLICATION);
    const before = await readFile(pathOf(APPLICATION));
    const witness = join(root, 'witness');
    await link(pathOf(APPLICATION), witness);
    const stillOpen = await openFile(pathOf(APPLICATION));
    await keys.destroy(APPLICATION);
    const after = await readFile(witness);
    expect(await stillOpen.readFile()).toEqual(after);
    await stillOpen.close();
    expect(after).toHaveLength(before.length);
    for (let at = 0; at + 4 <= before.length; at += 1) expect(after.includes(before.subarray(at, at + 4))).toBe(false);
  });

  it('destroys what is not there without complaint, and makes a new key afterwards', async () => {
    await keys.create(OTHER);
    await keys.destroy(APPLICATION);
    const first = await keys.create(APPLICATION);
    await Promise.all([keys.destroy(APPLICATION), keys.destroy(APPLICATION)]);
    await keys.destroy(APPLICATION);
    const second = await keys.create(APPLICATION);
    expect(second.id).not.toBe(first.id);
    expect(await keys.get(APPLICATION)).toEqual(second);
  });

  it.each([
    ['missing', async () => undefined],
    ['empty, as where a disk is not mounted', () => mkdir(root)],
  ])('does not take a key for destroyed while its whole folder is %s', async (_, leave) => {
    const key = await keys.create(APPLICATION);
    await rename(root, `${root}.away`);
    await leave();
    await expect(keys.destroy(APPLICATION)).rejects.toMatchObject({ name: 'StorageError', code: 'away' });
    await rm(root, { recursive: true, force: true });
    await rename(`${root}.away`, root);
    expect(await keys.get(APPLICATION)).toEqual(key);
    await keys.destroy(APPLICATION);
    expect(await keys.get(APPLICATION)).toBeNull();
  });

  it('never gives a reader half a key while it is destroyed', async () => {
    for (let round = 0; round < 25; round += 1) {
      const key = await keys.create(APPLICATION);
      const readers = Array.from({ length: 8 }, () => keyStore(root, wrap).get(APPLICATION));
      const [, ...seen] = await Promise.all([keys.destroy(APPLICATION), ...readers]);
      for (const one of seen) expect([null, key.id]).toContain(one?.id ?? null);
      expect(await keys.get(APPLICATION)).toBeNull();
    }
  });

  it.each(['../secret', '', 'APPLICATION', `${APPLICATION}.key`, `${APPLICATION}/..`])(
    'refuses %j as an id',
    async (bad) => {
      await expect(keys.create(bad)).rejects.toMatchObject({ name: 'StorageError', code: 'bad_id' });
      await expect(keys.get(bad)).rejects.toMatchObject({ code: 'bad_id' });
      await expect(keys.destroy(bad)).rejects.toMatchObject({ code: 'bad_id' });
    },
  );

  it('refuses a place it does not know', () => {
    expect(() => keyStore('s3://key:secret@host/bucket', wrap)).toThrow(/^this store is a folder/);
  });
});

describe('keyStore in a process that dies', () => {
  const wrap = secretKey(WRAP_BYTES);
  const acting = `
    import { configureFailpoints } from './failpoint';
    import { keyStore } from './keys';
    import { secretKey } from './vault';
    const [root, id, place] = process.argv.slice(2);
    const keys = keyStore(root, secretKey(new Uint8Array(32).fill(9)));
    if (place.startsWith('destroy:')) await keys.create(id);
    configureFailpoints(place.replace(/^[a-z]+:/, '') + '=kill');
    if (place.startsWith('destroy:')) await keys.destroy(id);
    else await keys.create(id);
  `;

  async function killedAt(place: string): Promise<{ root: string; keys: KeyStore }> {
    const folder = await newFolder();
    const root = join(folder, 'keys');
    const ended = await runProgram(process.execPath, [await program(folder, acting), root, APPLICATION, place]);
    expect(ended.signal).toBe('SIGKILL');
    return { root, keys: keyStore(root, wrap) };
  }

  it('while creating, before the key was there: there is none, and one can be made', async () => {
    const { root, keys } = await killedAt('create:keys.synced');
    expect(await keys.get(APPLICATION)).toBeNull();
    const key = await keys.create(APPLICATION);
    expect(await keys.get(APPLICATION)).toEqual(key);
    expect(await keys.sweepTemporary(-60_000)).toBe(1);
    expect(await filesBelow(root)).toEqual([join('00', `${APPLICATION}.key`)]);
  });

  it('while creating, once the key was there: creating again gives that key, destroying leaves no copy', async () => {
    const { root, keys } = await killedAt('create:keys.linked');
    const key = await keys.get(APPLICATION);
    expect(key).not.toBeNull();
    expect(await keys.create(APPLICATION)).toEqual(key);
    const [, temporary = ''] = await filesBelow(root);
    const before = await readFile(join(root, temporary));
    await keys.destroy(APPLICATION);
    expect((await readFile(join(root, temporary))).equals(before)).toBe(false);
  });

  it.each(['destroy:keys.renamed', 'destroy:keys.overwritten'])(
    'at %s: the key is not given any more, and destroying again finishes',
    async (place) => {
      const { root, keys } = await killedAt(place);
      expect(await keys.get(APPLICATION)).toBeNull();
      expect(await filesBelow(root)).toHaveLength(1);
      expect(await idsOf(keys)).toEqual([APPLICATION]);
      await keys.destroy(APPLICATION);
      expect(await filesBelow(root)).toEqual([]);
    },
  );
});
