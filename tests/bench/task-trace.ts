import type { Visitor } from './night-page';

/** One task of the page's main thread, milliseconds. */
export interface TracedTask {
  /** By the clock, so also while another process had the processor. */
  readonly ms: number;
  /** On the processor. */
  readonly busyMs: number;
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds, as are the next two. */
  readonly ts?: number;
  readonly dur?: number;
  readonly tdur?: number;
}

/** What Chromium calls a task, and the mark that tells which of its many threads is the page's. */
const [taskName, markName] = ['RunTask', 'nightside-bench'];

/**
 * Records every task of a page's main thread with the time it had the processor: on a machine that runs browser,
 * archive and measuring on two of them, a clock counts the others' work too.
 */
export async function traceTasks({
  context,
  page,
}: Pick<Visitor, 'context' | 'page'>): Promise<() => Promise<readonly TracedTask[]>> {
  const session = await context.newCDPSession(page);
  const events: TraceEvent[] = [];
  // Only what is looked at is kept: a night makes hundreds of thousands.
  const keep = ({ value }: { value: unknown[] }) => {
    for (const event of value as TraceEvent[])
      if (event.name === taskName || event.name === markName) events.push(event);
  };
  session.on('Tracing.dataCollected', keep);
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline', 'blink.user_timing'] },
  });
  return async () => {
    await page.evaluate((mark) => performance.mark(mark), markName);
    const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
    await session.send('Tracing.end');
    await complete;
    await session.detach();
    const mark = events.find(({ name }) => name === markName);
    if (!mark) throw new Error('the trace does not hold its own mark');
    const tasks = events.filter(({ name, pid, tid }) => name === taskName && pid === mark.pid && tid === mark.tid);
    if (tasks.length === 0) throw new Error('the trace holds no task of the page');
    return tasks.map(({ dur = 0, tdur = 0 }) => ({ ms: dur / 1000, busyMs: tdur / 1000 }));
  };
}
