import { answered } from "./answered.ts";
import { asyncIo } from "./async-io.ts";
import { auth } from "./auth.ts";
import { benchmarks } from "./benchmarks.ts";
import { completeCode } from "./complete-code.ts";
import { connectionPooling } from "./connection-pooling.ts";
import { coverageReport } from "./coverage-report.ts";
import { dependencyInjection } from "./dependency-injection.ts";
import { docstrings } from "./docstrings.ts";
import { errorHandling } from "./error-handling.ts";
import { indexing } from "./indexing.ts";
import { logging } from "./logging.ts";
import { migrations } from "./migrations.ts";
import { noHardcodedSecrets } from "./no-hardcoded-secrets.ts";
import { openapi } from "./openapi.ts";
import { parses } from "./parses.ts";
import { passwordHashing } from "./password-hashing.ts";
import { rateLimiting } from "./rate-limiting.ts";
import { requestValidation } from "./request-validation.ts";
import { restful } from "./restful.ts";
import { sqlInjection } from "./sql-injection.ts";
import { testsGate } from "./tests-gate.ts";
import { transactions } from "./transactions.ts";
import { typeHints } from "./type-hints.ts";
import type { Check } from "./types.ts";

/** All checks that come with the package, by id. */
export const builtInChecks: Readonly<Record<string, Check>> = Object.fromEntries(
  [
    answered,
    asyncIo,
    auth,
    benchmarks,
    completeCode,
    connectionPooling,
    coverageReport,
    dependencyInjection,
    docstrings,
    errorHandling,
    indexing,
    logging,
    migrations,
    noHardcodedSecrets,
    openapi,
    parses,
    passwordHashing,
    rateLimiting,
    requestValidation,
    restful,
    sqlInjection,
    testsGate,
    transactions,
    typeHints,
  ].map((check) => [check.id, check]),
);
