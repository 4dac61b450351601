import { describe, expect, test } from "vitest";
import { benchmarks } from "./benchmarks.ts";
import { gradeWith } from "./testing/grade-with.ts";

const fence = (language: string, text: string): string =>
  `\n\`\`\`${language}\n${text.trim()}\n\`\`\`\n`;
const app = fence(
  "python",
  `# app/main.py
from fastapi import FastAPI
app = FastAPI()

@app.get("/items")
def items() -> list[str]:
    return []`,
);

const passing: readonly (readonly [string, string])[] = [
  ["wrk", app + fence("bash", "wrk -t4 -c64 -d30s http://localhost:8000/items")],
  [
    "hey over two lines",
    app + fence("bash", "hey \\\n  -n 1000 -c 50 http://localhost:8000/items"),
  ],
  ["ab", app + fence("sh", "ab -n 1000 -c 10 http://127.0.0.1:8000/items")],
  [
    "oha in the prose",
    `${app}\nOnce it runs, measure with \`oha -z 30s -c 50 http://localhost:8000/items\`.`,
  ],
  [
    "vegeta in a pipe",
    app +
      fence(
        "bash",
        'echo "GET http://localhost:8000/items" | vegeta attack -duration=30s | vegeta report',
      ),
  ],
  ["npx autocannon", app + fence("bash", "npx autocannon -c 100 http://localhost:8000/items")],
  [
    "a tool in a container",
    app + fence("bash", "docker run --rm williamyeh/wrk -t2 -c10 http://host:8000/items"),
  ],
  ["pgbench", app + fence("bash", "pgbench -n -f bench.sql -c 32 -T 30 app")],
  [
    "k6",
    app +
      fence(
        "javascript",
        'import http from "k6/http";\nexport default function () { http.get("http://localhost:8000/items"); }',
      ),
  ],
  [
    "locust",
    app +
      fence(
        "python",
        "# locustfile.py\nfrom locust import HttpUser, task\n\nclass Reader(HttpUser):\n    @task\n    def items(self):\n        self.client.get('/items')",
      ),
  ],
  [
    "pytest-benchmark",
    app +
      fence(
        "python",
        "# tests/test_bench.py\ndef test_items(benchmark, client):\n    result = benchmark(client.get, '/items')\n    assert result.status_code == 200",
      ),
  ],
  [
    "benchmark.pedantic",
    app +
      fence(
        "python",
        "# tests/test_bench.py\ndef test_items(benchmark, client):\n    benchmark.pedantic(client.get, args=('/items',), rounds=50)",
      ),
  ],
  [
    "a timing script",
    app +
      fence(
        "python",
        `# scripts/bench.py
import asyncio, time
import httpx

async def main() -> None:
    async with httpx.AsyncClient(base_url="http://localhost:8000") as client:
        start = time.perf_counter()
        await asyncio.gather(*(client.get("/items") for _ in range(1000)))
        print(1000 / (time.perf_counter() - start), "requests/s")

if __name__ == "__main__":
    asyncio.run(main())`,
      ),
  ],
  [
    "a timing script at the top",
    app +
      fence(
        "python",
        `# time_items.py
import time, requests
started = time.time()
for _ in range(100):
    requests.get("http://localhost:8000/items")
elapsed = time.time() - started
print(elapsed / 100)`,
      ),
  ],
  [
    "a test that takes the time",
    app +
      fence(
        "python",
        `# tests/test_speed.py
import time

def test_p95(client):
    samples = []
    for _ in range(100):
        begin = time.perf_counter()
        client.get("/items")
        end = time.perf_counter()
        samples.append(end - begin)
    assert sorted(samples)[94] < 0.05`,
      ),
  ],
  [
    "timeit",
    app +
      fence(
        "python",
        '# bench_hash.py\nimport timeit\nprint(timeit.timeit("hash_password(\'x\')", setup="from app.security import hash_password", number=10))',
      ),
  ],
  [
    "python -m timeit",
    `${app}\nRun \`python -m timeit -s "from app.main import items" "items()"\`.`,
  ],
  ["hyperfine", app + fence("bash", "hyperfine --warmup 3 'curl -s localhost:8000/items'")],
  [
    "curl that reports times",
    app +
      fence(
        "bash",
        "for i in $(seq 100); do curl -s -o /dev/null -w '%{time_total}\\n' localhost:8000/items; done",
      ),
  ],
  [
    "figures with their command",
    `${app}\nMeasured: 4,200 requests/s (\`wrk -t4 -c64 -d30s http://localhost:8000/items\`).`,
  ],
  [
    "a comment with the command",
    app + fence("python", "# bench.py\n# ab -n 1000 -c 10 http://localhost:8000/items\nX = 1"),
  ],
];

const failing: readonly (readonly [string, string])[] = [
  ["nothing", app],
  ["names of tools", `${app}\nBenchmark it with wrk, hey or k6; locust works, too.`],
  ["a tool in backticks", `${app}\nUse \`wrk\` or \`locust\` for load tests.`],
  ["k6 without a script", app + fence("bash", "pip install locust\nbrew install k6")],
  ["EXPLAIN", app + fence("sql", "EXPLAIN ANALYZE SELECT * FROM items WHERE owner_id = 1;")],
  ["figures without a command", `${app}\nIt handles 5,000 requests per second at 12 ms.`],
  ["a smoke test", app + fence("bash", "curl -i localhost:8000/items")],
  [
    "a middleware that logs latencies",
    app +
      fence(
        "python",
        `# app/middleware.py
import time, logging
from app.main import app

@app.middleware("http")
async def log_latency(request, call_next):
    start = time.perf_counter()
    response = await call_next(request)
    logging.info("took %.3f", time.perf_counter() - start)
    return response`,
      ),
  ],
  [
    "a decorator that logs latencies",
    app +
      fence(
        "python",
        `# app/timed.py
import functools, time

def timed(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        start = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            print(time.perf_counter() - start)
    return wrapper`,
      ),
  ],
  [
    "a limiter's clock",
    app +
      fence(
        "python",
        `# app/limiter.py
import time

class Limiter:
    def allow(self, window: float) -> bool:
        now = time.monotonic()
        return now - window < time.monotonic()`,
      ),
  ],
  [
    "a token's clock",
    app +
      fence(
        "python",
        `# tests/test_tokens.py
import time

def test_expired(client):
    claims = {"iat": int(time.time()) - 120, "exp": int(time.time()) - 60}
    assert client.get("/items", headers={"token": str(claims)}).status_code == 401`,
      ),
  ],
  [
    "a fixture named benchmark that is not called",
    app +
      fence(
        "python",
        "# tests/test_a.py\ndef test_items(benchmark, client):\n    assert client.get('/items').status_code == 200",
      ),
  ],
  ["hey is a word", `${app}\nHey - this is fast; ab initio, wrk is overkill.`],
  ["a TODO", app + fence("python", "# TODO: ab -n 1000 http://localhost:8000/items\nX = 1")],
  [
    "a server started under a main guard",
    app.replace(
      "    return []",
      `    return []

@app.middleware("http")
async def latency(request, call_next):
    import time
    start = time.time()
    response = await call_next(request)
    response.headers["X-Time"] = str(time.time() - start)
    return response

if __name__ == "__main__":
    import uvicorn
    uvicorn.run(app)`,
    ),
  ],
];

const passedOver: readonly (readonly [string, string])[] = [
  ["no endpoint", fence("python", "def add(a: int, b: int) -> int:\n    return a + b")],
  ["no code", "Run `wrk -t4 http://localhost:8000/items`."],
  [
    "an endpoint in test code only",
    fence(
      "python",
      "# tests/test_app.py\nfrom fastapi import FastAPI\napp = FastAPI()\n@app.get('/x')\ndef x() -> int:\n    return 1\ndef test_x():\n    assert x() == 1",
    ),
  ],
];

describe.each([
  ["pass", passing],
  ["fail", failing],
  ["na", passedOver],
])("%s", (outcome, samples) => {
  test.each(samples)("%s", async (_, answer) => {
    const verdict = await gradeWith(benchmarks, answer);
    expect(verdict.outcome, verdict.reason).toBe(outcome);
  });
});

test("the evidence of a pass is the command", async () => {
  const answer = `${app}\nMeasure with \`oha -z 30s http://localhost:8000/items\`.`;
  const { evidence, reason } = await gradeWith(benchmarks, answer);
  expect(reason).toBe("there is something to measure with: a command or script of a load tool");
  expect(evidence.map((one) => one.excerpt)).toEqual([
    "Measure with `oha -z 30s http://localhost:8000/items`.",
  ]);
});
