const saysService =
  /(?:Service|Repository|Repo|UseCase|UnitOfWork|DAO|Dao|Gateway|Interactor|Facade)$/u;

/** Whether a class's name says that it is a service, or the access to a store behind one. */
export function saysItIsService(name: string): boolean {
  return saysService.test(name.split(".").at(-1) ?? "");
}

/** As `saysItIsService`, of a class that the answer does not show; `UserStore` is one of the user's. */
export function saysUnseenIsService(name: string): boolean {
  return saysItIsService(name) || /[a-z]Store$/u.test(name);
}
