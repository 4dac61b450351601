import { textOf } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import { lineage } from "../class-members.ts";
import type { PythonClass } from "../types.ts";
import { isPasswordName } from "./password-names.ts";

/** What a class of the answer is to a password. */
export interface PasswordClass {
  /** Its objects are rows or documents. */
  readonly isStored: boolean;
  /** The field that holds a password as it was typed; null: none, or only a hidden one (`SecretStr`). */
  readonly field: string | null;
  /** What is given to its password is hashed by itself: a setter, a validator, a column type. */
  readonly hashes: boolean;
  readonly isSettings: boolean;
}

const known = new WeakMap<PythonClass, PasswordClass>();

export function passwordClass(program: Program, one: PythonClass): PasswordClass {
  const cached = known.get(one);
  if (cached !== undefined) return cached;
  const classes = lineage(one, (base) => program.resolve(base));
  const attributes = classes.flatMap((next) => next.attributes);
  const typed = attributes.find((next) => isPasswordName(next.name)) ?? null;
  const source = typed === null ? "" : textOf(typed.node);
  const read: PasswordClass = {
    isStored: classes.some(isStored),
    field:
      typed === null || /\bSecret(?:Str|Bytes)\b/u.test(source) || /exclude=True/u.test(source)
        ? null
        : typed.name,
    hashes:
      /Password(?:Type)?\(|Hashed|Encrypted/u.test(source) ||
      classes.some((next) =>
        next.methods.some(
          (method) =>
            /hash|crypt|argon|scrypt|pbkdf2/iu.test(textOf(method.body)) &&
            (method.name === "__init__" ||
              method.decorators.some((node) =>
                /\.setter$|validates|validator|listens_for/u.test(textOf(node)),
              )),
        ),
      ),
    isSettings: classes.some((next) =>
      next.bases.some((base) => textOf(base).endsWith("Settings")),
    ),
  };
  known.set(one, read);
  return read;
}

function isStored(one: PythonClass): boolean {
  const head = one.node.source.slice(one.node.start, one.body.start);
  return (
    /table\s*=\s*True/u.test(head) ||
    one.attributes.some(
      (next) =>
        /^__table(?:name)?__$/u.test(next.name) ||
        (next.annotation !== null && /^(?:\w+\.)?Mapped\[/u.test(textOf(next.annotation))) ||
        (next.value !== null &&
          /^(?:\w+\.)?(?:mapped_column|Column|fields\.\w+|\w*Field|StringField)\(/u.test(
            textOf(next.value),
          ) &&
          !/^(?:pydantic\.)?Field\(/u.test(textOf(next.value)) &&
          !/dataclass/u.test(one.decorators.map(textOf).join(" "))),
    ) ||
    one.bases.some(
      (base) =>
        /(?:^|\.)(?:Base|Model|Document|DeclarativeBase|db\.Model|EmbeddedDocument)$/u.test(
          textOf(base),
        ) && !textOf(base).endsWith("BaseModel"),
    )
  );
}
