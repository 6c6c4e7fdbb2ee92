/**
 * An object for names from outside: it has no members, not even inherited ones such as `__proto__` and `constructor`. As
 * `Object.create(null)`, but in the form in which V8 copies and prints objects fast.
 */
export function createBareObject<Value>(): Record<string, Value> {
  return new Bare() as Record<string, Value>;
}

class Bare {}
Object.setPrototypeOf(Bare.prototype, null);
Reflect.deleteProperty(Bare.prototype, 'constructor');
