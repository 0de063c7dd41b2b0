import { parseSync, Visitor } from 'rolldown/utils';
import { type SqlPiece, writesInSql } from './sql-text';

export type ImportFact = {
  specifier: string;
  /** False as soon as one name of the statement still exists when the program runs. */
  typeOnly: boolean;
  reExport: boolean;
  line: number;
};
/** `from` is the specifier the written name was imported from; null when the name stands in SQL text. */
export type WriteFact = { name: string; from: string | null; line: number };
export type TableFact = { exportName: string; sqlName: string };
export type SourceFacts = {
  path: string;
  directive: 'use client' | 'use server' | null;
  imports: ImportFact[];
  mocks: ImportFact[];
  writes: WriteFact[];
  tables: TableFact[];
  environmentLines: number[];
  computedImportLines: number[];
  parseErrors: string[];
};

type Program = ReturnType<typeof parseSync>['program'];
type Handlers = ConstructorParameters<typeof Visitor>[0];
type CallNode = Parameters<NonNullable<Handlers['CallExpression']>>[0];
type ExpressionNode = CallNode['callee'];
type ArgumentNode = CallNode['arguments'][number];
type Imported = { specifier: string; name: string };

const WRITE_VERBS = new Set(['insert', 'update', 'delete']);
const RAW_SQL_VERBS = new Set(['unsafe', 'raw', 'execute', 'query']);
const MOCK_VERBS = new Set(['mock', 'doMock']);

/** Everything the laws ask about one file. Type imports count: they are imports too, only marked. */
export function factsOf(path: string, text: string): SourceFacts {
  const parsed = parseSync(path, text);
  const facts: SourceFacts = {
    path,
    directive: directiveOf(parsed.program),
    imports: [],
    mocks: [],
    writes: [],
    tables: [],
    environmentLines: [],
    computedImportLines: [],
    parseErrors: parsed.errors.map((error) => error.message),
  };
  new Reader(facts, text).read(parsed.program);
  return facts;
}

function directiveOf(program: Program): SourceFacts['directive'] {
  for (const node of program.body) {
    if (node.type !== 'ExpressionStatement' || !('directive' in node)) return null;
    if (node.directive === 'use client' || node.directive === 'use server') return node.directive;
  }
  return null;
}

class Reader {
  readonly #facts: SourceFacts;
  readonly #text: string;
  readonly #imported = new Map<string, Imported>();

  constructor(facts: SourceFacts, text: string) {
    this.#facts = facts;
    this.#text = text;
  }

  read(program: Program): void {
    const handlers: Handlers = {
      ImportDeclaration: (node) => {
        const specifier = node.source.value;
        const named = node.specifiers.map((one) => one.type === 'ImportSpecifier' && one.importKind === 'type');
        const typeOnly = node.importKind === 'type' || (named.length > 0 && named.every(Boolean));
        this.#facts.imports.push({ specifier, typeOnly, reExport: false, line: this.#line(node.start) });
        for (const one of node.specifiers) this.#imported.set(one.local.name, { specifier, name: importedName(one) });
      },
      ExportNamedDeclaration: (node) => {
        if (node.source) this.#reExport(node.source.value, node.exportKind === 'type', node.start);
      },
      ExportAllDeclaration: (node) => this.#reExport(node.source.value, node.exportKind === 'type', node.start),
      TSImportType: (node) => this.#import(node.source.value, true, node.start),
      ImportExpression: (node) => this.#dynamicImport(node.source, node.start),
      CallExpression: (node) => this.#call(node),
      TaggedTemplateExpression: (node) => {
        const pieces: SqlPiece[] = node.quasi.quasis.map((quasi, index) => {
          const value = node.quasi.expressions[index];
          return {
            text: quasi.value.cooked ?? quasi.value.raw,
            after: value ? (this.#nameOf(value)?.name ?? null) : null,
          };
        });
        this.#sqlWrites(pieces, node.start);
      },
      MemberExpression: (node) => {
        if (isProcess(node.object) && propertyName(node) === 'env') this.#environment(node.start);
      },
      VariableDeclarator: (node) => {
        if (!node.init) return;
        if (node.id.type === 'ObjectPattern' && isProcess(node.init)) {
          const takesEnv = node.id.properties.some((one) => one.type === 'RestElement' || keyName(one.key) === 'env');
          if (takesEnv) this.#environment(node.start);
        }
        if (node.id.type !== 'Identifier') return;
        const aliased = this.#nameOf(node.init);
        if (aliased) this.#imported.set(node.id.name, aliased);
        const sqlName = tableName(node.init);
        if (sqlName) this.#facts.tables.push({ exportName: node.id.name, sqlName });
      },
    };
    new Visitor(handlers).visit(program);
    for (const { specifier, name } of this.#imported.values())
      if (/^(node:)?process$/.test(specifier) && name === 'env') this.#environment(0);
  }

  #call(node: CallNode): void {
    const first = node.arguments[0];
    if (!first) return;
    if (node.callee.type === 'Identifier' && node.callee.name === 'require') this.#dynamicImport(first, node.start);
    if (node.callee.type !== 'MemberExpression') return;
    const verb = propertyName(node.callee) ?? '';
    if (MOCK_VERBS.has(verb) && isNamed(node.callee.object, 'vi')) this.#mock(first, node.start);
    if (WRITE_VERBS.has(verb)) this.#write(first, node.start);
    if (RAW_SQL_VERBS.has(verb)) this.#sqlWrites([{ text: literalText(first) ?? '', after: null }], node.start);
  }

  #mock(target: ArgumentNode, start: number): void {
    const specifier = literalText(target.type === 'ImportExpression' ? target.source : target);
    if (specifier === null) return;
    this.#facts.mocks.push({ specifier, typeOnly: false, reExport: false, line: this.#line(start) });
  }

  #write(target: ArgumentNode, start: number): void {
    const table = this.#nameOf(target);
    if (table) this.#facts.writes.push({ name: table.name, from: table.specifier, line: this.#line(start) });
  }

  /** The imported thing an expression names: `table`, `schema.table`, or a local alias of either. */
  #nameOf(node: ExpressionNode | ArgumentNode): Imported | null {
    if (node.type === 'Identifier') return this.#imported.get(node.name) ?? null;
    if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return null;
    const namespace = this.#imported.get(node.object.name);
    const name = propertyName(node);
    return namespace?.name === '*' && name !== null ? { specifier: namespace.specifier, name } : null;
  }

  #sqlWrites(pieces: SqlPiece[], start: number): void {
    for (const name of writesInSql(pieces)) this.#facts.writes.push({ name, from: null, line: this.#line(start) });
  }

  #dynamicImport(source: ExpressionNode | ArgumentNode, start: number): void {
    const specifier = literalText(source);
    if (specifier === null) this.#facts.computedImportLines.push(this.#line(start));
    else this.#import(specifier, false, start);
  }

  #import(specifier: string, typeOnly: boolean, start: number): void {
    this.#facts.imports.push({ specifier, typeOnly, reExport: false, line: this.#line(start) });
  }

  #reExport(specifier: string, typeOnly: boolean, start: number): void {
    this.#facts.imports.push({ specifier, typeOnly, reExport: true, line: this.#line(start) });
  }

  #environment(start: number): void {
    this.#facts.environmentLines.push(this.#line(start));
  }

  #line(offset: number): number {
    return this.#text.slice(0, offset).split('\n').length;
  }
}

function importedName(node: { type: string; imported?: { type: string; name?: string; value?: string } }): string {
  if (node.type === 'ImportNamespaceSpecifier') return '*';
  if (node.type === 'ImportDefaultSpecifier') return 'default';
  return node.imported?.name ?? node.imported?.value ?? '';
}

function literalText(node: ExpressionNode | ArgumentNode): string | null {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? null;
  return null;
}

function propertyName(node: Extract<ExpressionNode, { type: 'MemberExpression' }>): string | null {
  if (node.computed) return literalText(node.property);
  return node.property.type === 'Identifier' ? node.property.name : null;
}

function keyName(node: { type: string; name?: unknown; value?: unknown }): string {
  return String(node.type === 'Identifier' ? node.name : node.value);
}

/** `process`, `globalThis.process`, whatever stands in front of it. */
function isProcess(node: ExpressionNode | ArgumentNode): boolean {
  if (node.type === 'Identifier') return node.name === 'process';
  return node.type === 'MemberExpression' && propertyName(node) === 'process';
}

/** The SQL name in `pgTable('name', …)` or `schema.table('name', …)`. */
function tableName(node: ExpressionNode): string | null {
  if (node.type !== 'CallExpression') return null;
  const first = node.arguments[0];
  const makesTable = isNamed(node.callee, 'pgTable') || lastName(node.callee) === 'table';
  return makesTable && first ? literalText(first) : null;
}

function lastName(node: ExpressionNode): string | null {
  return node.type === 'MemberExpression' ? propertyName(node) : null;
}

function isNamed(node: ExpressionNode, name: string): boolean {
  return node.type === 'Identifier' && node.name === name;
}
