import { readArchive } from './archive';
import { examinePhoto } from './image';
import { leadsAway } from './targets';
import { type Notes, Refused } from './verdict';
import { attributeOf, localName, readXml } from './xml';

const PARTS = /^mimetype$|\.(xml|rdf)$/i;
const READ_ALREADY = /^(content|styles|meta|META-INF\/manifest)\.xml$/;
const PHOTOS = /^Pictures\/[^/]+\.jpe?g$/i;
/** OpenOffice writes these lists of modules into documents that have none. */
const LISTS_OF_MODULES = /\/(script-lb|script-lc|dialog-lb|dialog-lc)\.xml$/;
const MOST_PHOTOS = 30;

/** OpenDocument text (ISO/IEC 26300). Refuses: password, damaged, macros, entities, not_what_it_says, too_large_inside. */
export async function examineOpenDocument(file: Buffer, notes: Notes): Promise<void> {
  const { names, parts } = await readArchive(file, (name) => PARTS.test(name) || PHOTOS.test(name));
  const type = parts.get('mimetype')?.toString('latin1').trim() ?? '';
  if (type !== '' && !/opendocument\.text|sun\.xml\.writer/.test(type)) throw new Refused('not_what_it_says');
  const content = parts.get('content.xml');
  if (!content) throw new Refused(type === '' ? 'not_what_it_says' : 'damaged');
  refuseEncryption(parts.get('META-INF/manifest.xml'));
  const code = names.filter((name) => /^(Basic|Scripts)\/.+[^/]$/.test(name) && !LISTS_OF_MODULES.test(name));
  if (code.length > 0) throw new Refused('macros');
  if (!readContent(content, notes).isWell) throw new Refused('damaged');
  for (const name of ['styles.xml', 'meta.xml']) {
    const part = parts.get(name);
    if (part) readContent(part, notes);
  }
  refuseEntities(parts);
  if (names.some((name) => /^Object \d+\//.test(name))) notes.remark('embedded');
  const photos = [...parts].filter(([name]) => PHOTOS.test(name)).slice(0, MOST_PHOTOS);
  for (const [, bytes] of photos) await examinePhoto(bytes, notes);
}

/** No other part is used here, but a word processor would follow its entities too. */
function refuseEntities(parts: ReadonlyMap<string, Buffer>): void {
  for (const [name, bytes] of parts)
    if (PARTS.test(name) && name !== 'mimetype' && !READ_ALREADY.test(name)) readXml(bytes, {});
}

function refuseEncryption(manifest: Buffer | undefined): void {
  if (!manifest) return;
  readXml(manifest, {
    open({ name }) {
      if (/(^|:)encryption-data$/.test(name)) throw new Refused('password');
    },
  });
}

const SUBSTANCE = /^(draw:frame|draw:image|draw:object|table:table|draw:custom-shape)$/;

function readContent(bytes: Buffer, notes: Notes): { isWell: boolean } {
  const reading = { by: 'last_editor' as Speaker, hasSubstance: false };
  const { isWell } = readXml(bytes, {
    open(element) {
      const { name } = element;
      const local = localName(name);
      reading.by = SPEAKER_FROM[name] ?? reading.by;
      if (SUBSTANCE.test(name)) reading.hasSubstance = true;
      if (local === 'dde-connection-decl' || local === 'dde-source') notes.remark('live_fields');
      if (local === 'event-listener') notes.remark('script');
      const isRemote = local !== 'a' && local !== 'event-listener' && leadsAway(attributeOf(element, 'href') ?? '');
      if (isRemote) notes.remark(local === 'template' ? 'remote_template' : 'remote_content');
    },
    text(text, inside) {
      if (inside.startsWith('text:') && text.trim() !== '') reading.hasSubstance = true;
      if (inside === 'dc:creator') notes.found(reading.by, text);
      if (inside === 'dc:date' && reading.by === 'last_editor') notes.foundTime('changed', text);
      hearProperty(inside, text, notes);
    },
  });
  const isContent = bytes.subarray(0, 4096).includes('<office:document-content');
  if (isContent && !reading.hasSubstance) notes.remark('blank');
  return { isWell };
}

type Speaker = 'last_editor' | 'revision_author' | 'comment_author';
/** Whose name a creator is, from the element it stands below. */
const SPEAKER_FROM: Readonly<Record<string, Speaker>> = {
  'text:changed-region': 'revision_author',
  'office:annotation': 'comment_author',
  'office:meta': 'last_editor',
};

function hearProperty(inside: string, text: string, notes: Notes): void {
  if (inside === 'meta:initial-creator') notes.found('author', text);
  if (inside === 'meta:printed-by') notes.found('last_editor', text);
  if (inside === 'meta:creation-date') notes.foundTime('created', text);
  if (inside === 'meta:generator') notes.found('software', text);
}
