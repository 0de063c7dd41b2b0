import { type Archive, keyOf, readArchive } from './archive';
import { examinePhoto } from './image';
import { FieldInstructions, LIVE_FIELD, leadsAway } from './targets';
import { carriesCode } from './vba';
import { type Notes, Refused } from './verdict';
import { attributeOf, localName, readXml } from './xml';

const CONTENT_TYPES = '[Content_Types].xml';
const MAIN =
  /wordprocessingml\.(document|template)\.main\+xml|ms-word\.(document|template)\.macroEnabled(Template)?\.main\+xml/i;
const OTHER_OFFICE = /spreadsheetml|presentationml|ms-excel|ms-powerpoint/i;
const PARTS = /(\.xml|\.rels|vbaProject\.bin)$|^mimetype$/i;
const STORY = /^word\/(glossary\/)?[^/]+\.xml$/i;
const PHOTOS = /^word\/media\/[^/]+\.jpe?g$/i;
const EMBEDDED = /^word\/(embeddings|activeX)\//i;
const MOST_PHOTOS = 30;

/** Word's format since 2007 (ISO/IEC 29500): a ZIP of XML parts. Refuses: password, damaged, macros, entities, … */
export async function examineOoxml(file: Buffer, notes: Notes): Promise<void> {
  const archive = await readArchive(file, (name) => PARTS.test(normal(name)) || PHOTOS.test(normal(name)));
  const parts = new Map([...archive.parts].map(([name, bytes]) => [normal(name), bytes]));
  judgeTypes(parts, archive);
  await refuseMacros(file, parts, archive);
  for (const [name, bytes] of parts) {
    if (/\.rels$/i.test(name)) readRelations(bytes, notes);
    else if (/^docProps\//i.test(name)) readProperties(bytes, notes);
    else if (STORY.test(name)) readStory(bytes, name, notes);
    // No other part is used here, but a word processor would follow its entities too.
    else if (/\.xml$/i.test(name)) readXml(bytes, {});
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

/** Word finds its macros by what a relation or a content type says of a part, whatever that is called. */
async function refuseMacros(file: Buffer, parts: ReadonlyMap<string, Buffer>, { names }: Archive): Promise<void> {
  const projects = [...parts].filter(([name]) => /vbaProject\.bin$/i.test(name));
  if (projects.some(([, bytes]) => carriesCode(bytes))) throw new Refused('macros');
  const known = new Set(projects.map(([name]) => keyOf(name)));
  const isNamed = namedAsProjects(parts);
  const isOther = (name: string) => !known.has(keyOf(name)) && isNamed(keyOf(name));
  if (!names.some(isOther)) return;
  const others = await readArchive(file, isOther);
  if ([...others.parts.values()].some(carriesCode)) throw new Refused('macros');
}

const PROJECT = /vbaProject$/i;

function namedAsProjects(parts: ReadonlyMap<string, Buffer>): (key: string) => boolean {
  const names = new Set<string>();
  const endings = new Set<string>();
  const otherwise = new Set<string>();
  for (const [name, bytes] of parts) {
    if (/\.rels$/i.test(name))
      readXml(bytes, {
        open({ attributes: { Type = '', Target = '' } }) {
          if (PROJECT.test(Type)) names.add(lastOf(Target));
        },
      });
    if (keyOf(name) !== keyOf(CONTENT_TYPES)) continue;
    readXml(bytes, {
      open({ attributes: { ContentType = '', PartName, Extension } }) {
        if (PartName !== undefined) (PROJECT.test(ContentType) ? names : otherwise).add(lastOf(PartName));
        if (Extension !== undefined && PROJECT.test(ContentType)) endings.add(`.${Extension.toLowerCase()}`);
      },
    });
  }
  return (key) => {
    const last = lastOf(key);
    return names.has(last) || (!otherwise.has(last) && [...endings].some((ending) => last.endsWith(ending)));
  };
}

function lastOf(path: string): string {
  return keyOf(path).split('/').at(-1) ?? '';
}

function readRelations(bytes: Buffer, notes: Notes): void {
  readXml(bytes, {
    open({ attributes: { Target = '', Type = '' } }) {
      if (!leadsAway(Target) || /\/hyperlink$/i.test(Type)) return;
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

function readStory(bytes: Buffer, name: string, notes: Notes): void {
  const kind = /comments/i.test(name) ? 'comment_author' : 'revision_author';
  const fields = new FieldInstructions();
  const { isWell } = readXml(bytes, {
    open(element) {
      const local = localName(element.name);
      if (/^(ins|del|moveFrom|moveTo|comment|\w+Change)$/.test(local))
        notes.found(kind, attributeOf(element, 'author'));
      if (local === 'fldSimple' && LIVE_FIELD.test(attributeOf(element, 'instr') ?? '')) notes.remark('live_fields');
      if (local === 'fldChar') fields.mark(attributeOf(element, 'fldCharType') ?? '');
      if (local === 'p') fields.paragraph();
      if (local === 'altChunk') notes.remark('embedded');
    },
    text(text, inside) {
      if (/(^|:)(instrText|delInstrText)$/.test(inside) && fields.write(text)) notes.remark('live_fields');
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
        if (/^(drawing|pict|object|altChunk)$/.test(localName(name))) hasText = true;
      },
      text(text, inside) {
        if (/(^|:)t$/.test(inside) && text.trim() !== '') hasText = true;
      },
    });
    return !hasText;
  });
}
