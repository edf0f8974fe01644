import type { Outcome } from '$lib/model/failure';

/** Do a job for every item, a few at a time; results in the order of the items. The first failure ends it. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  places: number,
  job: (item: Item) => Promise<Outcome<Result>>,
): Promise<Outcome<Result[]>> {
  const results: Result[] = [];
  let failure: Outcome<Result> | null = null;
  let next = 0;
  const work = async () => {
    while (next < items.length && !failure) {
      const index = next++;
      const outcome = await job(items[index]!);
      if (outcome.ok) results[index] = outcome.value;
      else failure ??= outcome;
    }
  };
  await Promise.all(Array.from({ length: Math.min(places, items.length) }, work));
  return failure ?? { ok: true, value: results };
}

/** The same, the first item alone: where its job fails, none of the others is begun. */
export async function firstThenParallel<Item, Result>(
  [first, ...others]: readonly Item[],
  places: number,
  job: (item: Item) => Promise<Outcome<Result>>,
): Promise<Outcome<Result[]>> {
  if (first === undefined) return { ok: true, value: [] };
  const one = await job(first);
  if (!one.ok) return one;
  const rest = await inParallel(others, places, job);
  return rest.ok ? { ok: true, value: [one.value, ...rest.value] } : rest;
}
