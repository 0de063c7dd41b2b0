import { syncBuiltinESMExports } from 'node:module';

/*
 * Asked for rather than imported: an import reads every property of a built-in module, and `WebSocket` of node:http loads a
 * whole HTTP client, which nobody here may use.
 */
const [dgram, dns, http, https, net, tls] = [
  process.getBuiltinModule('node:dgram'),
  process.getBuiltinModule('node:dns'),
  process.getBuiltinModule('node:http'),
  process.getBuiltinModule('node:https'),
  process.getBuiltinModule('node:net'),
  process.getBuiltinModule('node:tls'),
];

const GLOBALS = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'];
/** Ways to Node's own bindings, past everything that is replaced here, and to other processes of the same person. */
const BACK_DOORS = ['binding', '_linkedBinding', 'dlopen', 'kill', '_kill', '_debugProcess'];

let attempts = 0;

/** How often something here has reached for the network. */
export function networkAttempts(): number {
  return attempts;
}

function denied(): never {
  attempts += 1;
  throw new Error('there is no network here');
}

/**
 * Takes the network away from this process. The namespace it starts in does the same where the kernel grants one, and
 * `--permission` takes files, processes, workers and addons; this holds where there is no namespace.
 */
export function confine(): void {
  for (const name of GLOBALS) replace(globalThis, name);
  for (const name of BACK_DOORS) replace(process, name);
  // Whatever was imported earlier has kept the functions, but goes through these prototypes all the same.
  replace(net.Socket.prototype, 'connect');
  replace(net.Server.prototype, 'listen');
  replace(dgram.Socket.prototype, 'bind', 'connect', 'send');
  replace(net, 'connect', 'createConnection', 'createServer');
  replace(tls, 'connect', 'createServer');
  replace(dgram, 'createSocket');
  replace(http, 'request', 'get', 'createServer');
  replace(https, 'request', 'get', 'createServer');
  replaceAll(dns);
  replaceAll(dns.promises);
  replaceAll(dns.Resolver.prototype);
  replaceAll(dns.promises.Resolver.prototype);
  syncBuiltinESMExports();
}

function replace(owner: object, ...names: string[]): void {
  for (const name of names) {
    // Defined over, some would be made first, with all that they need.
    Reflect.deleteProperty(owner, name);
    Object.defineProperty(owner, name, { value: denied, writable: false, configurable: false, enumerable: true });
  }
}

function replaceAll(owner: object): void {
  for (const name of Object.getOwnPropertyNames(owner)) {
    const { value, configurable } = Object.getOwnPropertyDescriptor(owner, name) ?? {};
    const isFunction = typeof value === 'function' && !/^(constructor|Resolver)$/.test(name);
    if (isFunction && configurable) replace(owner, name);
  }
}
