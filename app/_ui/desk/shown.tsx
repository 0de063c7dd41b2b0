import { wasOf } from './shown-fields';

type Props = {
  /** of what the page shows */
  seen: string;
  /** what stands in each field; a box that is not ticked is empty */
  fields: Readonly<Record<string, string>>;
};

/** What a form of settings showed, sent with it: so a colleague's change meanwhile is seen, and nothing of it taken back. */
export function Shown({ seen, fields }: Props) {
  return (
    <>
      <input type="hidden" name="version" value={seen} />
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={wasOf(name)} value={value} />
      ))}
    </>
  );
}
