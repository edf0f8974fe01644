import { spawn } from 'node:child_process';
import path from 'node:path';

/** A command that runs with our own output; its exit code, 1 when a signal ended it, 127 when it cannot be started. */
export function run(
  project: string,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: project, stdio: 'inherit', env });
    child.once('error', (error) => {
      process.stderr.write(`${command} cannot be started: ${error.message}\n`);
      resolve(127);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** npm itself, the one that started us where there is one. */
export function runNpm(project: string, args: readonly string[]): Promise<number> {
  const npm = process.env.npm_execpath;
  return npm?.endsWith('.js') ? run(project, process.execPath, [npm, ...args]) : run(project, 'npm', args);
}

/** A tool of the project's own dependencies. */
export function runTool(
  project: string,
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  return run(project, path.join(project, 'node_modules', '.bin', name), args, env);
}

/**
 * A tool that builds up a large program in memory, as type checkers do. With Node's usual 16 MB for what is new, a fifth
 * of its time goes into carrying over what lives on.
 */
export function runRoomyTool(project: string, name: string, args: readonly string[]): Promise<number> {
  const script = path.join(project, 'node_modules', '.bin', name);
  return run(project, process.execPath, ['--max-semi-space-size=64', script, ...args]);
}

/** Folders on a command line are meant from where the person stands; npm changes to the project's folder. */
export function fromWhereTheyStand(folder: string): string {
  return path.resolve(process.env.INIT_CWD ?? process.cwd(), folder);
}
