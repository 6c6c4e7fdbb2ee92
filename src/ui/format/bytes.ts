const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** A size in bytes with three digits at most: `0 B`, `1.5 KiB`, `12 MiB`, `4.2 GiB`. */
export function formatBytes(sizeBytes: number): string {
  let value = Math.max(0, sizeBytes);
  let unit = 0;
  while (roundedFor(value, unit) >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${roundedFor(value, unit)} ${units[unit] ?? ''}`;
}

function roundedFor(value: number, unit: number): number {
  return unit === 0 || value >= 10 ? Math.round(value) : Math.round(value * 10) / 10;
}
