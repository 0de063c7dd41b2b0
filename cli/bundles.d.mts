type Entry = { name: string; source: string };

export const COMMAND_LINE: Entry;
export const SANDBOX: Entry;
export const PROGRAMS: Entry[];
export const ASSETS: Entry[];
export function presentOf(root: string, entries: Entry[]): Entry[];
export function isBundled(root: string, isWhole: boolean): boolean;
export function noteBundled(root: string, isWhole: boolean, hash: string): void;
export function bundleHash(root: string): string;
export function sourcesHash(root: string, paths: string[]): string;
export function readText(path: string): string | undefined;
export function writeAtomically(path: string, text: string): void;
