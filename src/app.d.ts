declare global {
  namespace App {}

  /** Fingerprint of the code that reduces files to columns; set by the build. */
  const __REDUCTION__: string;
}

export {};
