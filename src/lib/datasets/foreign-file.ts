import type { Signature } from '$lib/formats/signature';
import type { Failure } from '$lib/model/failure';

/**
 * Why a file that is not what was asked for gives nothing.
 *
 * @param signature of the file
 * @param wanted what would be read: `PNG pictures`
 */
export function foreignFile(signature: Signature, format: string, wanted: string): Failure {
  switch (signature) {
    case 'html':
      return { kind: 'missing', message: 'The archive answered with a web page: it has no such file.' };
    case 'empty':
      return { kind: 'corrupt', format, offset: null, message: 'The file is empty.' };
    case 'unknown':
      return { kind: 'unsupported', format: 'unknown', message: `The file does not begin like ${wanted}.` };
    case 'gzip':
    case 'pgm':
    case 'bzip2':
    case 'hdf5':
    case 'png':
    case 'tar':
    case 'idl save':
    case 'cdf': {
      const message = `The file is in ${signature.toUpperCase()} format, not ${wanted}.`;
      return { kind: 'unsupported', format: signature, message };
    }
  }
}
