import { type Daemon, type DaemonOrder, startDaemon } from './daemon.ts';

/** A server that a test may kill and bring back as it was. */
export interface Service {
  readonly name: string;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
  /** Starts it again after `kill`, on the same ports and data, and waits until it is ready. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** @throws Error as `startDaemon` does */
export async function startService(folder: string, order: DaemonOrder): Promise<Service> {
  let daemon: Daemon | undefined = await startDaemon(folder, order);
  const end = async (how: (daemon: Daemon) => Promise<void>) => {
    const running = daemon;
    daemon = undefined;
    if (running) await how(running);
  };
  return {
    name: order.name,
    kill: () => end((running) => running.kill()),
    restart: async () => {
      daemon ??= await startDaemon(folder, order);
    },
    close: () => end((running) => running.close()),
  };
}

/** The servers of one part. */
export class ServiceGroup {
  readonly #folder: string;
  readonly #services: Service[] = [];
  #closed = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async start(order: DaemonOrder): Promise<Service> {
    const service = await startService(this.#folder, order);
    this.#services.push(service);
    // One that was still starting when the others were ended.
    if (this.#closed) await this.close();
    return service;
  }

  /** Ends them in the reverse order of their start. */
  async close(): Promise<void> {
    this.#closed = true;
    for (let last = this.#services.pop(); last; last = this.#services.pop()) await last.close();
  }
}
