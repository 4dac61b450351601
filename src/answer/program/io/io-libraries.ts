/** What code talks to. `sleep` and `process` are no I/O of their own, but hold up the event loop. */
export type IoKind =
  | "database"
  | "http"
  | "redis"
  | "mail"
  | "file"
  | "service"
  | "network"
  | "process"
  | "sleep";

/** What a library's function does, or what a client that it makes is for. */
export interface IoLibrary {
  readonly kind: IoKind;
  /** Null: whether it is awaited tells. */
  readonly isAsync: boolean | null;
  /** `call`: calling it is the I/O. `client`: it gives an object whose methods do it. */
  readonly gives: "call" | "client";
}

type Row = readonly [
  pattern: RegExp,
  kind: IoKind,
  isAsync: boolean | null,
  gives: "call" | "client",
];

const verbs = "(?:get|post|put|patch|delete|head|options|request|stream)";

/** By fully qualified names; the first that matches counts. */
const rows: readonly Row[] = [
  [new RegExp(`^requests\\.(?:api\\.)?${verbs}$`, "u"), "http", false, "call"],
  [/^requests\.(?:sessions\.)?[sS]ession$/u, "http", false, "client"],
  [new RegExp(`^httpx\\.${verbs}$`, "u"), "http", false, "call"],
  [/^httpx\.Client$/u, "http", false, "client"],
  [/^httpx\.AsyncClient$/u, "http", true, "client"],
  [/^aiohttp\.ClientSession$/u, "http", true, "client"],
  [/^urllib\.request\.(?:urlopen|urlretrieve)$/u, "http", false, "call"],
  [/^urllib3\.(?:PoolManager|HTTPS?ConnectionPool|ProxyManager)$/u, "http", false, "client"],
  [/^urllib3\.request$/u, "http", false, "call"],
  [/^http\.client\.HTTPS?Connection$/u, "http", false, "client"],

  [
    /^(?:redis\.asyncio|aioredis|redis\.aio)\.(?:\w+\.)*(?:Strict)?(?:Redis\w*|from_url|create_redis\w*|Sentinel)(?:\.from_url|\.from_pool)?$/u,
    "redis",
    true,
    "client",
  ],
  [
    /^redis\.(?:\w+\.)*(?:Strict)?(?:Redis\w*|from_url|Sentinel)(?:\.from_url|\.from_pool)?$/u,
    "redis",
    false,
    "client",
  ],

  [/^smtplib\.(?:SMTP|SMTP_SSL|LMTP)$/u, "mail", false, "client"],
  [/^aiosmtplib\.send$/u, "mail", true, "call"],
  [/^aiosmtplib\.SMTP$/u, "mail", true, "client"],
  [/^fastapi_mail\.FastMail$/u, "mail", true, "client"],
  [
    /^(?:yagmail\.SMTP|sendgrid\.(?:SendGridAPIClient|sendgrid\.SendGridAPIClient)|postmarker\.core\.PostmarkClient)$/u,
    "mail",
    false,
    "client",
  ],
  [/^resend\.Emails\.send$/u, "mail", false, "call"],

  [/^motor\.motor_asyncio\.\w+$/u, "database", true, "client"],
  [/^pymongo\.(?:\w+\.)*Async\w+$/u, "database", true, "client"],
  [/^pymongo\.(?:\w+\.)*(?:MongoClient|Collection|Database)$/u, "database", false, "client"],
  [/^odmantic\.AIOEngine$/u, "database", true, "client"],
  [/^odmantic\.SyncEngine$/u, "database", false, "client"],
  [/^(?:elasticsearch|opensearchpy)\.Async\w+$/u, "service", true, "client"],
  [/^(?:elasticsearch\.Elasticsearch|opensearchpy\.OpenSearch)$/u, "service", false, "client"],
  [/^cassandra\.cluster\.Cluster$/u, "database", false, "client"],
  [/^supabase\.(?:create_client|Client)$/u, "database", false, "client"],
  [/^supabase\.(?:acreate_client|create_async_client|AsyncClient)$/u, "database", true, "client"],

  [
    /^stripe\.(?:\w+\.)*\w+\.(?:create|retrieve|modify|list|delete|cancel|confirm|capture|search|update|pay|refund)$/u,
    "service",
    false,
    "call",
  ],
  [/^stripe\.(?:\w+\.)*\w+_async$/u, "service", true, "call"],
  [/^stripe\.StripeClient$/u, "service", false, "client"],
  [/^boto3\.(?:client|resource|session\.Session|Session)$/u, "service", false, "client"],
  [/^(?:aioboto3\.Session|aiobotocore\.session\.get_session)$/u, "service", true, "client"],
  [/^(?:openai|anthropic|mistralai|groq)\.Async\w+$/u, "service", true, "client"],
  [
    /^(?:openai\.(?:OpenAI|AzureOpenAI)|anthropic\.Anthropic|groq\.Groq)$/u,
    "service",
    false,
    "client",
  ],
  [/^openai\.(?:ChatCompletion|Completion|Embedding)\.create$/u, "service", false, "call"],
  [/^openai\.(?:ChatCompletion|Completion|Embedding)\.acreate$/u, "service", true, "call"],
  [/^google\.cloud\.(?:\w+\.)*(?:Client|\w+Client)$/u, "service", false, "client"],
  [/^google\.cloud\.(?:\w+\.)*\w+AsyncClient$/u, "service", true, "client"],
  [/^azure\.(?:\w+\.)*aio\.\w+Client(?:\.\w+)?$/u, "service", true, "client"],
  [/^azure\.(?:\w+\.)*\w+Client(?:\.\w+)?$/u, "service", false, "client"],
  [
    /^(?:twilio\.rest\.Client|minio\.Minio|kafka\.Kafka(?:Producer|Consumer)|pika\.BlockingConnection|paramiko\.SSHClient|ftplib\.FTP(?:_TLS)?|imaplib\.IMAP4(?:_SSL)?)$/u,
    "service",
    false,
    "client",
  ],
  [
    /^(?:aiokafka\.AIOKafka\w+|aio_pika\.connect(?:_robust)?|nats\.connect)$/u,
    "service",
    true,
    "client",
  ],

  [
    /^(?:asyncio\.open_(?:unix_)?connection|anyio\.connect_(?:tcp|unix))$/u,
    "network",
    true,
    "call",
  ],
  [
    /^socket\.(?:create_connection|getaddrinfo|gethostbyname(?:_ex)?|gethostbyaddr|getfqdn)$/u,
    "network",
    false,
    "call",
  ],
  [/^socket\.socket$/u, "network", false, "client"],
  [/^dns\.resolver\.(?:resolve|query)$/u, "network", false, "call"],
  [/^dns\.resolver\.Resolver$/u, "network", false, "client"],
  [/^dns\.asyncresolver\.(?:resolve|Resolver)$/u, "network", true, "call"],

  [
    /^subprocess\.(?:run|call|check_call|check_output|Popen|getoutput|getstatusoutput)$/u,
    "process",
    false,
    "call",
  ],
  [/^os\.(?:system|popen|spawn\w+)$/u, "process", false, "call"],
  [/^time\.sleep$/u, "sleep", false, "call"],

  [/^aiofiles\.(?:open|os\.\w+|tempfile\.\w+)$/u, "file", true, "call"],
  [/^anyio\.open_file$/u, "file", true, "call"],
  [/^anyio\.Path$/u, "file", true, "client"],
  [/^(?:builtins\.open|open|io\.open|pathlib\.Path\.open)$/u, "file", false, "call"],
  [
    /^pathlib\.(?:\w*Path)\.(?:read_text|read_bytes|write_text|write_bytes)$/u,
    "file",
    false,
    "call",
  ],
  [
    /^shutil\.(?:copyfileobj|copyfile|copy|copy2|copytree|move|make_archive|unpack_archive)$/u,
    "file",
    false,
    "call",
  ],
];

/** What the library's function or class of this name does; null: no I/O that is known. */
export function ioLibraryOf(name: string): IoLibrary | null {
  for (const [pattern, kind, isAsync, gives] of rows) {
    if (pattern.test(name)) return { kind, isAsync, gives };
  }
  return null;
}

/**
 * Clients that an answer does not show, by the names by which they are imported, injected or
 * annotated: `app.deps.RedisDep`, `redis_client`, `http_client`.
 */
export function ioClientByName(name: string): IoLibrary | null {
  const last = (name.split(".").at(-1) ?? "").replace(/^_+/u, "");
  if (
    /^(?:\w*_)?redis(?:_(?:client|conn|connection|pool))?$|^(?:Async)?Redis(?:Client)?(?:Dep)?$/u.test(
      last,
    )
  ) {
    return { kind: "redis", isAsync: null, gives: "client" };
  }
  if (/^(?:\w*_)?http_?client$|^(?:Async)?H(?:TTP|ttp)Client(?:Dep)?$/u.test(last)) {
    return { kind: "http", isAsync: null, gives: "client" };
  }
  return null;
}

/** Methods of clients that only prepare, configure or let go. */
export const preparingMethods =
  /^(?:pipeline|pubsub|lock|register_script|close|aclose|__\w+__|mount|add_header|build_request|starttls|set_debuglevel|get_database|get_collection|get_default_database|with_options|register|session|client|resource|Table|Bucket|Object|get_queue_by_name|channel|model|bind|setdefault|update_headers|from_url|connection_pool|aggregate_raw|table|from_|schema|rpc|select|eq|neq|order|limit|single|get_container_client|get_blob_client|bucket|blob|exceptions?|set_missing_host_key_policy|is_closed)$/u;
