/*
 * What a child process is asked, told apart by hand: a schema library would take longer to load than most files to read.
 */

/** Throws `TypeError` for anything but one of `kinds`. */
export function kindIn<Kind extends string>(params: unknown, kinds: readonly Kind[]): Kind {
  const asked = params instanceof Object && 'kind' in params ? params.kind : null;
  const kind = kinds.find((one) => one === asked);
  if (kind === undefined) throw new TypeError('there is no such kind of file');
  return kind;
}
