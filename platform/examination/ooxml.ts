import { type Archive, readArchive } from './archive';
import { examinePhoto } from './image';
import { carriesCode } from './vba';
import { type Notes, Refused } from './verdict';
import { readXml } from './xml';

const CONTENT_TYPES = '[Content_Types].xml';
const MAIN =
  /wordprocessingml\.(document|template)\.main\+xml|ms-word\.(document|template)\.macroEnabled(Template)?\.main\+xml/i;
const OTHER_OFFICE = /spreadsheetml|presentationml|ms-excel|ms-powerpoint/i;
const PARTS = /^(\[Content_Types\]\.xml|.*\.rels|docProps\/[^/]+\.xml|word\/[^/]+\.xml|.*vbaProject\.bin|mimetype)$/i;
const PHOTOS = /^word\/media\/[^/]+\.jpe?g$/i;
const EMBEDDED = /^word\/(embeddings|activeX)\//i;
const MOST_PHOTOS = 30;

/** Word's format since 2007 (ISO/IEC 29500): a ZIP of XML parts. Refuses: password, damaged, macros, entities, … */
export async function examineOoxml(file: Buffer, notes: Notes): Promise<void> {
  const archive = await readArchive(file, (name) => PARTS.test(normal(name)) || PHOTOS.test(normal(name)));
  const parts = new Map([...archive.parts].map(([name, bytes]) => [normal(name), bytes]));
  judgeTypes(parts, archive);
  refuseMacros(parts);
  for (const [name, bytes] of parts) {
    if (name.endsWith('.rels')) readRelations(bytes, notes);
    if (/^docProps\//i.test(name)) readProperties(bytes, notes);
    if (/^word\/[^/]+\.xml$/i.test(name)) readStory(bytes, name, notes);
  }
  if (archive.names.some((name) => EMBEDDED.test(normal(name)))) notes.remark('embedded');
  if (isBlank(parts, archive)) notes.remark('blank');
  const photos = [...parts].filter(([name]) => PHOTOS.test(name)).slice(0, MOST_PHOTOS);
  for (const [, bytes] of photos) await examinePhoto(bytes, notes);
}

function normal(name: string): string {
  return name.replace(/\\/g, '/').replace(/^\/+/, '');
}

function judgeTypes(parts: ReadonlyMap<string, Buffer>, { names }: Archive): void {
  const types = [...parts].find(([name]) => name.toLowerCase() === CONTENT_TYPES.toLowerCase())?.[1];
  if (!types) throw new Refused(names.some((name) => /^word\//i.test(name)) ? 'damaged' : 'not_what_it_says');
  const named: string[] = [];
  readXml(types, { open: ({ attributes }) => void named.push(attributes.ContentType ?? '') });
  if (named.some((type) => /macroEnabled/i.test(type) && MAIN.test(type))) throw new Refused('macros');
  if (named.some((type) => MAIN.test(type))) return;
  throw new Refused(named.some((type) => OTHER_OFFICE.test(type)) ? 'not_what_it_says' : 'damaged');
}

function refuseMacros(parts: ReadonlyMap<string, Buffer>): void {
  for (const [name, bytes] of parts)
    if (/vbaProject\.bin$/i.test(name) && carriesCode(bytes)) throw new Refused('macros');
}

const REMOTE = /^(https?|ftp|file):\/\/[^/]|^\\\\|^mhtml:/i;

function readRelations(bytes: Buffer, notes: Notes): void {
  readXml(bytes, {
    open({ attributes: { TargetMode, Target = '', Type = '' } }) {
      if (TargetMode !== 'External' || !REMOTE.test(Target) || /\/hyperlink$/i.test(Type)) return;
      notes.remark(/\/attachedTemplate$/i.test(Type) ? 'remote_template' : 'remote_content');
    },
  });
}

function readProperties(bytes: Buffer, notes: Notes): void {
  readXml(bytes, {
    text(text, inside) {
      if (inside === 'dc:creator') notes.found('author', text);
      if (inside === 'cp:lastModifiedBy') notes.found('last_editor', text);
      if (inside === 'Company' || inside === 'Manager') notes.found('company', text);
      if (inside === 'dcterms:created') notes.foundTime('created', text);
      if (inside === 'dcterms:modified') notes.foundTime('changed', text);
      if (inside === 'Application') notes.found('software', text);
    },
  });
}

/** Fields that Word works out anew when a document is opened, from outside of it. */
const LIVE_FIELD = /\b(INCLUDEPICTURE|INCLUDETEXT|DDE|DDEAUTO|LINK)\b\s+\S/;

function readStory(bytes: Buffer, name: string, notes: Notes): void {
  const kind = /comments/i.test(name) ? 'comment_author' : 'revision_author';
  const { isWell } = readXml(bytes, {
    open({ name: element, attributes }) {
      if (/^w:(ins|del|moveFrom|moveTo|comment|\w+Change)$/.test(element)) notes.found(kind, attributes['w:author']);
      if (element === 'w:fldSimple' && LIVE_FIELD.test(attributes['w:instr'] ?? '')) notes.remark('live_fields');
      if (element === 'w:altChunk') notes.remark('embedded');
    },
    text(text, inside) {
      if (inside === 'w:instrText' && LIVE_FIELD.test(text)) notes.remark('live_fields');
    },
  });
  if (!isWell && /^word\/document\.xml$/i.test(name)) throw new Refused('damaged');
}

function isBlank(parts: ReadonlyMap<string, Buffer>, { names }: Archive): boolean {
  if (names.some((name) => /^word\/(media|embeddings|charts|diagrams)\//i.test(normal(name)))) return false;
  const stories = [...parts].filter(([name]) => /^word\/(document|document2|footnotes|header\d*)\.xml$/i.test(name));
  if (stories.length === 0) return false;
  return stories.every(([, bytes]) => {
    let hasText = false;
    readXml(bytes, {
      open({ name }) {
        if (/^(w:drawing|w:pict|w:object|w:altChunk)$/.test(name)) hasText = true;
      },
      text(text, inside) {
        if (/:t$/.test(inside) && text.trim() !== '') hasText = true;
      },
    });
    return !hasText;
  });
}
