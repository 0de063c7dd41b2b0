import type { Chance } from './chance';
import { writePaper } from './papers';
import type { FileField, Person } from './people';
import { print } from './printing';

export type Printed = { field: FileField; name: string; bytes: Buffer };
export type Press = (person: Person) => Promise<Printed[]>;

/** Prints ahead: while one application is being stored, the papers of the next are set. */
export function press(chance: Chance, senders: readonly Person[]): Press {
  const begun = new Map<Person, Promise<Printed[]>>();
  const begin = (person: Person): Promise<Printed[]> => {
    const printing = begun.get(person) ?? printAll(chance, person);
    begun.set(person, printing);
    // Heard by whoever asks for it; one that nobody asks for any more must not end the process.
    printing.catch(() => undefined);
    return printing;
  };
  return async (person) => {
    const printed = await begin(person);
    begun.delete(person);
    const next = senders[senders.indexOf(person) + 1];
    if (next) void begin(next);
    return printed;
  };
}

async function printAll(chance: Chance, person: Person): Promise<Printed[]> {
  const printed: Printed[] = [];
  for (const { field, name, format } of person.files) {
    const paper = writePaper(chance.of(`papers/${person.key}/${field}`), person, field);
    printed.push({ field, name, bytes: await print(paper, format) });
  }
  return printed;
}
