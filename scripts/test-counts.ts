import { readFile } from 'node:fs/promises';

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const noTests: TestCounts = { passed: 0, failed: 0, skipped: 0 };

export function sum(counts: readonly TestCounts[]): TestCounts {
  return counts.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: all.skipped + one.skipped,
    }),
    noTests,
  );
}

/** `12 passed, 0 failed`, and how many were skipped when some were. */
export function closingLine({ passed, failed, skipped }: TestCounts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * What a suite reported.
 *
 * @param file its JSON report; a missing one stands for a suite that did not come to its end
 * @throws when the file is there and is no such report
 */
export async function readCounts(file: string): Promise<TestCounts> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return noTests;
    throw error;
  }
  const report: unknown = JSON.parse(text);
  if (!isRecord(report)) throw new Error(`${file} is not a test report`);
  return isRecord(report.stats) ? playwrightCounts(report) : vitestCounts(report);
}

/** @see https://vitest.dev/guide/reporters.html#json-reporter */
function vitestCounts(report: Record<string, unknown>): TestCounts {
  const files = Array.isArray(report.testResults) ? report.testResults.filter(isRecord) : [];
  // A file that could not even be loaded has no tests to count, and is a failure all the same.
  const broken = files.filter(
    (file) =>
      file.status === 'failed' && !(Array.isArray(file.assertionResults) && file.assertionResults.some(hasFailed)),
  );
  return {
    passed: count(report.numPassedTests),
    failed: count(report.numFailedTests) + broken.length,
    skipped: count(report.numPendingTests) + count(report.numTodoTests),
  };
}

/** @see https://playwright.dev/docs/test-reporters#json-reporter */
function playwrightCounts(report: Record<string, unknown>): TestCounts {
  const stats = isRecord(report.stats) ? report.stats : {};
  const errors = Array.isArray(report.errors) ? report.errors.length : 0;
  const unexpected = count(stats.unexpected);
  return {
    passed: count(stats.expected) + count(stats.flaky),
    failed: unexpected === 0 && errors > 0 ? errors : unexpected,
    skipped: count(stats.skipped),
  };
}

function hasFailed(assertion: unknown): boolean {
  return isRecord(assertion) && assertion.status === 'failed';
}

function count(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
