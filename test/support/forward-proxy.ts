import { createServer, request } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";

/** A proxy on loopback that takes every request to one server, whatever host it names. */
export interface ForwardProxy {
  readonly url: string;
  /** Hosts that were asked for, in the order of arrival. */
  readonly hosts: readonly string[];
  close(): Promise<void>;
}

/** @param target URL of the server */
export async function startForwardProxy(target: string): Promise<ForwardProxy> {
  const hosts: string[] = [];
  const sockets = new Set<Socket>();
  const port = Number(new URL(target).port);
  const server = createServer((incoming, response) => {
    const url = new URL(incoming.url ?? "/", target);
    hosts.push(url.host);
    const { method, headers } = incoming;
    const onward = request(
      { host: "127.0.0.1", port, method, headers, path: url.pathname + url.search },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on("error", () => response.destroy());
    incoming.pipe(onward);
  });
  server.on("connect", (incoming, socket: Socket, head: Buffer) => {
    hosts.push(incoming.url ?? "");
    const onward = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.write(head);
      onward.pipe(socket);
      socket.pipe(onward);
    });
    for (const one of [socket, onward]) {
      sockets.add(one);
      one.on("error", () => one.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hosts,
    close() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
