import { jsonAnswer, type Answer } from '../../scripts/http/answer';

/** One complaint about a request's parameters, in the form of the real service. */
export interface Complaint {
  readonly type: string;
  readonly loc: readonly string[];
  readonly msg: string;
  readonly input: string | null;
  readonly ctx?: Readonly<Record<string, string>>;
}

/** 422 with a list, as the real service answers what it cannot even read. */
export function unprocessable(complaints: readonly Complaint[]): Answer {
  return jsonAnswer(422, { detail: complaints });
}

/** 400, 404, 501 with a sentence. */
export function refusal(status: number, detail: string): Answer {
  return jsonAnswer(status, { detail });
}

export function missingParameter(name: string): Complaint {
  return { type: 'missing', loc: ['query', name], msg: 'Field required', input: null };
}

export function notOneOf(name: string, input: string, allowed: readonly string[]): Complaint {
  const quoted = allowed.map((value) => `'${value}'`);
  const expected = `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
  return { type: 'enum', loc: ['query', name], msg: `Input should be ${expected}`, input, ctx: { expected } };
}

export function notADate(name: string, input: string): Complaint {
  const error = 'invalid datetime';
  const msg = `Input should be a valid datetime or date, ${error}`;
  return { type: 'datetime_from_date_parsing', loc: ['query', name], msg, input, ctx: { error } };
}

export function notABoolean(name: string, input: string): Complaint {
  const msg = 'Input should be a valid boolean, unable to interpret input';
  return { type: 'bool_parsing', loc: ['query', name], msg, input };
}
