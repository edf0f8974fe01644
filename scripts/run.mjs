// Starts the project's own commands: `node scripts/run.mjs start --port 8000`. Plain JavaScript without dependencies,
// since it is what installs them. Everything it says goes to stderr: `inspect` writes data to stdout.
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const project = path.resolve(fileURLToPath(import.meta.url), '..', '..');
const modules = path.join(project, 'node_modules');
const oldestNode = 20;

/** Commands that are another one with a flag. */
const aliases = { check: ['test', '--fast'] };

const [command = '', ...rest] = process.argv.slice(2);
const [name = '', ...flags] = aliases[command] ?? [command];
const script = path.join(project, 'scripts', `${name}.ts`);

if (Number(process.versions.node.split('.')[0]) < oldestNode) {
  fail(`Nightside needs Node ${oldestNode} or newer; this is ${process.versions.node}.`);
}
if (!/^[a-z][a-z-]*$/.test(name) || !existsSync(script)) {
  fail(`There is no command "${command}". Try: npm start, npm test, npm run dev, npm run check, npm run inspect.`);
}
if (!isInstalled()) install();

// In this process, so that signals and exit codes need no passing on.
process.env.TSX_TSCONFIG_PATH = path.join(project, 'tsconfig.node.json');
process.argv = [process.execPath, script, ...flags, ...rest];
process.env.INIT_CWD ??= process.cwd(); // where paths on the command line are meant from; npm sets it too
process.chdir(project);
const { register } = await import('tsx/esm/api');
register();
await import(pathToFileURL(script).href);

/**
 * Whether node_modules is what the lock file says. npm leaves a list of what it installed there, as its last act, so a
 * broken installation has none; packages for other systems are not in it.
 */
function isInstalled() {
  const installed = packagesOf(path.join(modules, '.package-lock.json'));
  const locked = packagesOf(path.join(project, 'package-lock.json'));
  if (!installed || !locked) return false;
  for (const [place, wanted] of Object.entries(locked)) {
    if (place === '') continue;
    const there = installed[place];
    if (there ? there.integrity !== wanted.integrity || there.version !== wanted.version : !mayBeMissing(wanted)) {
      return false;
    }
  }
  return Object.keys(installed).every((place) => place in locked);
}

function mayBeMissing(wanted) {
  return wanted.optional === true || wanted.devOptional === true;
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? null;
  } catch (error) {
    if (error instanceof SyntaxError || error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  }
}

function install() {
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) {
    // npm would empty the folder behind it, which is somebody else's, or put one of its own in its place.
    fail(`${modules} is a link that does not hold what package-lock.json says: nothing is installed through it.`);
  }
  process.stderr.write('Installing dependencies …\n');
  const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const args = [...npm.slice(1), 'ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, error } = spawnSync(npm[0], args, { cwd: project, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) fail(`The dependencies could not be installed${error ? ` (${error.message})` : ''}.`);
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
