/** Give a prototype more members, getters and setters included; those it has already are replaced. */
export function extend<T extends object, M extends object>(target: T, members: M & ThisType<T & M>): void {
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(members))) {
    Object.defineProperty(target, name, { ...descriptor, enumerable: false, configurable: true });
  }
}
