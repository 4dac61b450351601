import {
  migrationOperations,
  namedChildren,
  readStringLiteral,
  readTableDeclarations,
} from "../answer/index.ts";
import type { PythonFunction, SyntaxNode } from "../answer/index.ts";
import { evidenceAt } from "./evidence.ts";
import { isQuotedFromRequest } from "./quoted-from-request.ts";
import type { Check } from "./types.ts";
import { fail, notApplicable, pass } from "./verdicts.ts";

/**
 * An answer that defines or changes tables has an Alembic migration, as code, with `upgrade` and
 * `downgrade`. A command that would generate one, `create_all` and `CREATE TABLE` at start-up are
 * none; neither is an `upgrade` that does nothing. A `downgrade` that refuses is one.
 */
export const migrations: Check = {
  id: "migrations",
  decide({ program, request }) {
    const operations = migrationOperations(program);
    const declared = readTableDeclarations(program).filter(
      (one) => !isQuotedFromRequest(one.node, request),
    );
    if (declared.length === 0 && operations.length === 0) {
      return notApplicable("the implementation defines and changes no table");
    }
    const places = [...declared, ...operations].map((one) => evidenceAt(one.module, one.node));
    const modules = program.modules.filter((module) => module.role !== "test");
    const functions = modules.flatMap((module) =>
      module.functions.filter((one) => one.ownerClass === null && one.ownerFunction === null),
    );
    const upgrades = functions.filter((one) => one.name === "upgrade" && isMigration(one));
    const complete = upgrades.flatMap((up) => {
      const down = functions.find((one) => one.name === "downgrade" && one.module === up.module);
      return down === undefined ? [] : [{ up, down }];
    });
    const real = complete.filter(({ up }) => doesSomething(up.body));
    if (real.length > 0) {
      return pass(
        `${real.length === 1 ? "a migration has" : `${real.length} migrations have`} upgrade and downgrade`,
        real.flatMap(({ up, down }) => [
          evidenceAt(up.module, up.node),
          evidenceAt(down.module, down.node),
        ]),
      );
    }
    const [upgrade] = upgrades;
    if (upgrade === undefined) {
      return fail(
        "tables are defined or changed, and no Alembic migration is in the answer",
        places,
      );
    }
    return fail(
      complete.length > 0
        ? "the migration's upgrade does nothing"
        : "the migration has no downgrade",
      [evidenceAt(upgrade.module, upgrade.node), ...places],
      complete.length > 0 ? 0 : 0.5,
    );
  },
};

/** `def upgrade()` of a migration, not of a class or with arguments of its own. */
function isMigration(one: PythonFunction): boolean {
  return one.parameters.length === 0;
}

function doesSomething(body: SyntaxNode): boolean {
  return namedChildren(body).some((one) => {
    if (one.type === "pass_statement") return false;
    if (one.type !== "expression_statement") return true;
    const [inner] = one.children;
    return inner !== undefined && inner.type !== "ellipsis" && readStringLiteral(inner) === null;
  });
}
