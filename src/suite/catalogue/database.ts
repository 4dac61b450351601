import { entry } from "./types.ts";

/** What code that uses a database must do. */
export const databaseEntries = [
  entry({
    id: "connection-pooling",
    title: "The database's connection pool is set on purpose, and the engine is made once.",
    scope: "database",
    qualified: true,
    asks: [
      /\b(?:connection|database|db|engine|session)[- ]pool(?:s|ing|ed)?\b/iu,
      /\bpool(?:ed|ing)? (?:of )?(?:database |db )?connections?\b/iu,
      /\bpool_size\b/iu,
      /\bpool(?:ing)? (?:is )?(?:configured|sizes?|sizing|settings|configuration|limits?)\b/iu,
    ],
    unless: [
      /\b(?:https?|redis|httpx|aiohttp|requests|thread|worker|process|kafka|rabbitmq)\b[^.;—]{0,20}\bpool/iu,
    ],
  }),
  entry({
    id: "transactions",
    title: "The writes of one operation are committed together, or not at all.",
    scope: "database",
    qualified: true,
    asks: [
      /\b(?:database|db|sql|acid|nested|explicit|proper|single|atomic) transactions?\b/iu,
      /\b(?:handle|use|manage|wrap|within|inside|in|via|with|support)s?\b[^.;—]{0,30}(?<!(?:financial|payment|bank|card|crypto|blockchain|customer|e-?commerce|distributed)[- ])\btransactions?\b/iu,
      /\btransaction(?:al)? (?:handling|management|boundar(?:y|ies)|isolation|scopes?|safety|integrity|support|consistency)\b/iu,
      /(?:^|: )transactions? (?:are |is |must be )?(?:properly )?(?:handled|managed|used)\b/iu,
      /\batomic(?:ally)?\b[^.;—]{0,25}\b(?:writes?|operations?|updates?|commits?|committed)\b/iu,
      /\b(?:commit|session)\b[^.;—]{0,25}\broll(?:s|ed)? ?-?back\b/iu,
    ],
    unless: [
      /\b(?:financial|payment|bank|card|crypto|blockchain|stripe|distributed)\b[^.;—]{0,15}\btransactions?\b/iu,
      /\btransactions? (?:histor(?:y|ies)|logs?|ids?|fees?|records?|monitoring|data)\b/iu,
      /\btransactional e-?mails?\b|\bsaga\b/iu,
    ],
  }),
  entry({
    id: "indexing",
    title: "Every column by which the code filters, joins or sorts is indexed.",
    scope: "database",
    qualified: true,
    asks: [
      /\b(?:database|db|proper|appropriate|sql|table|column|foreign[- ]key|query|composite|partial)[- ]?(?:index(?:es|ing)?|indices)\b/iu,
      /(?:^|: )(?:indexes|indices|indexing) (?:are |is |must be )?(?:proper|appropriate|in place|defined)\b/iu,
      /\b(?:index(?:es|ing)?|indices)\b[^.;—]{0,30}\b(?:columns?|foreign keys?|quer(?:y|ies)|tables?|fields?|where clauses?|joins?|filters?|lookups?|database)\b/iu,
      /\b(?:columns?|foreign keys?|quer(?:y|ies)|tables?|fields?|database|schemas?)\b[^.;—]{0,30}\b(?:index(?:es|ed|ing)?|indices)\b/iu,
    ],
    unless: [
      /\b(?:search|elasticsearch|opensearch|vector|full-?text|embedding|codebase|seo|google|page)[- ](?:engine )?(?:index\w*|indices)\b/iu,
      /\bindex\.(?:html|tsx?|jsx?|md|py)\b/iu,
      /\b(?:without|no|unused|drop|remove|redundant)\b[^.;—]{0,15}\bindex/iu,
    ],
  }),
  entry({
    id: "migrations",
    title: "What defines or changes tables comes with an Alembic migration, up and down.",
    scope: "database",
    qualified: true,
    asks: [
      /\balembic\b/iu,
      /\b(?:database|db|schema|sql) migrations?\b/iu,
      /\bmigration (?:scripts?|files?)\b/iu,
      /\b(?:include|provide|write|generate|create|have|add|ship|supply|with)s?\b[^.;—]{0,30}(?<!(?:data|cloud|code|content|legacy|version)[- ])\bmigrations?\b(?! (?:guides?|paths?|plans?|strateg\w*|notes?))/iu,
      /\b(?:schema|model|table)s? changes?\b[^.;—]{0,40}\bmigrations?\b/iu,
    ],
    unless: [
      /\bmigration (?:guides?|paths?|plans?|strateg\w*|notes?)\b/iu,
      /\b(?:run|apply|never edit|edit|modify|alter|squash)\b[^.;—]{0,20}\bmigrations?\b/iu,
      /\bdjango\b|\bflyway\b|\bliquibase\b/iu,
    ],
  }),
] as const;
