import type { DataSource, MetadataField } from '$lib/model/search';

const longestText = 200;
const mostAllowed = 1000;

/**
 * A data source as the search service has it in every record; null for what is none.
 *
 * @param record anything
 */
export function readDataSource(record: unknown): DataSource | null {
  if (typeof record !== 'object' || record === null) return null;
  const { identifier, program, platform, instrument_type, source_type, display_name } = record as Record<
    string,
    unknown
  >;
  if (typeof identifier !== 'number' || !Number.isSafeInteger(identifier)) return null;
  const texts = [program, platform, instrument_type].map(textOf);
  const [ofProgram, ofPlatform, ofInstrument] = texts;
  if (!ofProgram || !ofPlatform || !ofInstrument) return null;
  return {
    identifier,
    program: ofProgram,
    platform: ofPlatform,
    instrumentType: ofInstrument,
    sourceType: textOf(source_type) ?? 'not_applicable',
    displayName: textOf(display_name) ?? `${ofProgram} ${ofPlatform}`,
  };
}

/** The fields of a schema that can be read, each name once. */
export function readMetadataSchema(schema: unknown): readonly MetadataField[] {
  if (!Array.isArray(schema)) return [];
  const fields = new Map<string, MetadataField>();
  for (const entry of schema.slice(0, mostAllowed) as readonly unknown[]) {
    if (typeof entry !== 'object' || entry === null) continue;
    const { field_name, description, data_type, allowed_values } = entry as Record<string, unknown>;
    const name = textOf(field_name);
    if (!name || fields.has(name)) continue;
    const type = data_type === 'double' || data_type === 'int' || data_type === 'bool' ? data_type : 'string';
    const allowed = Array.isArray(allowed_values) ? allowed_values.slice(0, mostAllowed).map(textOf) : [];
    fields.set(name, {
      name,
      description: textOf(description) ?? name,
      type,
      allowed: allowed.filter((value) => value !== null),
    });
  }
  return [...fields.values()];
}

function textOf(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value
    .slice(0, longestText)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return text || null;
}
