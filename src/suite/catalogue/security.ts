import { entry } from "./types.ts";

const owasp = /\bOWASP\b(?! (?:zap|dependency|masvs|asvs|mobile|llm|wstg|samm)\b)/iu;

/** What keeps secrets and data safe. */
export const securityEntries = [
  entry({
    id: "password-hashing",
    title: "Passwords are hashed with bcrypt, Argon2, scrypt or PBKDF2, and nowhere kept or shown.",
    scope: "python",
    qualified: true,
    asks: [
      /\bpasswords?\b[^.;—]{0,40}\b(?:hash(?:es|ed|ing)?|bcrypt|argon2(?:id)?|scrypt|pbkdf2)\b/iu,
      /\b(?:hash(?:es|ed|ing)?|bcrypt|argon2(?:id)?|scrypt|pbkdf2)\b[^.;—]{0,40}\bpasswords?\b/iu,
      /\b(?:use|with|via|using|prefer|through) (?:\w+ )?(?:bcrypt|argon2(?:id)?)\b/iu,
    ],
    forbids: [
      /\b(?:no|never|not|don['’]t|avoid)\b[^.;—]{0,40}\b(?:plain|clear)[- ]?text\b[^.;—]{0,15}\bpasswords?\b/iu,
      /\b(?:no|never|not|don['’]t|avoid)\b[^.;—]{0,25}\bpasswords?\b[^.;—]{0,25}\b(?:plain|clear)[- ]?text\b/iu,
    ],
    unless: [/\b(?:without|no) (?:password )?hashing\b/iu],
  }),
  entry({
    id: "no-hardcoded-secrets",
    title: "No key, password or token of the application stands in its code.",
    scope: "python",
    asks: [
      /\b(?:secrets?|credentials?|api keys?|keys|tokens?|sensitive (?:config\w*|data|values?|settings)|configuration|config|settings)\b[^.;—]{0,40}\b(?:environment(?:[- ]variables?)?|env[- ]?vars?|secrets? managers?|vault|\.env)\b/iu,
      /\benvironment[- ](?:based|variables?|driven)\b[^.;—]{0,30}\b(?:config\w*|settings|secrets?|credentials?|keys)\b/iu,
      owasp,
    ],
    forbids: [
      /\b(?:no|never|not|don['’]t|avoid|without|zero|free of)\b[^.;—]{0,25}\bhard-?cod(?:e|es|ed|ing)\b[^.;—]{0,40}\b(?:secrets?|credentials?|keys?|passwords?|tokens?|sensitive)\b/iu,
      /\b(?:no|never|not|don['’]t|avoid)\b[^.;—]{0,25}\b(?:secrets?|credentials?|api keys?|passwords?|tokens?)\b[^.;—]{0,25}\b(?:hard-?coded|in (?:the )?(?:source )?code|in (?:the )?source)\b/iu,
      /\b(?:never|not|don['’]t|avoid) (?:commit|check(?:ing)? in|embed)\w*\b[^.;—]{0,25}\b(?:secrets?|credentials?|api keys?|passwords?|tokens?)\b/iu,
    ],
    unless: [/\btest (?:environment|config)/iu],
  }),
  entry({
    id: "sql-injection",
    title: "No SQL text is built from variables.",
    scope: "python",
    asks: [
      /\bsql[- ]?injections?\b/iu,
      /\b(?:prevent|avoid|against|protect\w* against|no|free of)\b[^.;—]{0,25}\binjections?(?: (?:attacks?|vulnerabilit\w+|flaws?))\b/iu,
      /\bparameteri[sz]ed (?:sql|database|db)?\s*(?:quer(?:y|ies)|statements?|sql)\b|\bparameteri[sz]ed queries\b/iu,
      /\bprepared statements?\b/iu,
      /\bsaniti[sz](?:e|es|ed|ing)\b[^.;—]{0,30}\b(?:inputs?|data|user|parameters?|queries)\b/iu,
      /\b(?:inputs?|data|quer(?:y|ies)) saniti[sz](?:ation|ing|ed)\b/iu,
      /\binputs?\b[^.;—]{0,25}\bsaniti[sz]ed\b/iu,
      owasp,
    ],
    forbids: [
      /\b(?:no|never|avoid|not|don['’]t)\b[^.;—]{0,30}\b(?:string[- ](?:concatenat\w+|interpolat\w+|format\w*|build\w*)|f-strings?|concatenat\w+)\b[^.;—]{0,30}\b(?:sql|quer(?:y|ies)|statements?)\b/iu,
      /\b(?:no|never|avoid|not|don['’]t)\b[^.;—]{0,30}\b(?:sql|quer(?:y|ies)|statements?)\b[^.;—]{0,30}\b(?:string[- ](?:concatenat\w+|interpolat\w+|format\w*)|f-strings?|concatenat\w+|interpolat\w+)\b/iu,
    ],
    unless: [
      /\b(?:html|xss|outputs?|filenames?|file names?|logs?|markdown|prompts?)\b[^.;—]{0,15}\bsaniti[sz]|\bsaniti[sz]\w*\b[^.;—]{0,15}\b(?:html|xss|outputs?|filenames?|file names?|logs?|markdown|prompts?)\b/iu,
      /\bdependency injection\b(?![^]*\bsql\b)/iu,
    ],
  }),
] as const;
