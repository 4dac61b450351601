import { readPasswords } from "../answer/index.ts";
import type { PasswordDefect } from "../answer/index.ts";
import { evidenceAt } from "./evidence.ts";
import { isQuotedFromRequest } from "./quoted-from-request.ts";
import type { Check } from "./types.ts";
import { fail, notApplicable, pass } from "./verdicts.ts";

/**
 * Passwords are hashed with bcrypt, Argon2, scrypt or PBKDF2, and verified by the same library. None
 * is kept, compared, logged or handed back as it was typed, or as a bare fast hash. Functions of the
 * user's that say by their name that they hash or verify are taken to do so; what cannot be
 * seen is not held against the answer. Applies where the implementation stores, compares or
 * verifies passwords.
 */
export const passwordHashing: Check = {
  id: "password-hashing",
  decide({ program, request }) {
    const { uses, defects: all } = readPasswords(program);
    const defects = all.filter(
      (one) => one.function === null || !isQuotedFromRequest(one.function.node, request),
    );
    if (defects.length > 0) {
      const said = [...new Set(defects.map(({ kind }) => words[kind]))];
      return fail(
        said.join("; "),
        defects.map((one) => evidenceAt(one.module, one.node)),
        uses.length / (uses.length + defects.length),
      );
    }
    if (uses.length === 0) {
      return notApplicable("the implementation stores, compares and verifies no passwords");
    }
    return pass(
      "passwords are hashed and verified by a slow hash, and nowhere kept as they are",
      uses.map((one) => evidenceAt(one.module, one.node)),
    );
  },
};

const words: Readonly<Record<PasswordDefect["kind"], string>> = {
  stored: "a password is stored without a slow hash",
  compared: "a password is compared without a slow hash",
  logged: "a password is logged",
  returned: "a password is handed back",
  "hashed fast": "a password is hashed by no slow hash",
  "verified by another library": "passwords are verified by another library than hashes them",
};
