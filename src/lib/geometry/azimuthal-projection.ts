/**
 * A projection that keeps directions from its centre. On the unit sphere a point at the angle c from the centre lies
 * sin c aside and cos c up; the map puts it at `stretch` times sin c.
 */
export interface AzimuthalKind {
  /** NaN where the map does not show the point. The square of sin c keeps the digits that the cosine lacks. */
  readonly stretch: (cosAngle: number, squaredSin: number) => number;
  /** Cosine of the angle whose point lies at a distance on the map, given its square in Earth radii; NaN beyond the edge. */
  readonly cosAngleAt: (squaredDistance: number) => number;
}

/** Keeps shapes; shows all but the opposite point. */
export const stereographic: AzimuthalKind = {
  stretch: (cos, squaredSin) => 2 / fromOpposite(cos, squaredSin),
  cosAngleAt: (squared) => (4 - squared) / (4 + squared),
};

/** Lambert's: keeps areas; shows all but the opposite point. */
export const equalArea: AzimuthalKind = {
  stretch: (cos, squaredSin) => Math.sqrt(2 / fromOpposite(cos, squaredSin)),
  cosAngleAt: (squared) => (squared <= 4 * rim ? Math.max(-1, 1 - squared / 2) : NaN),
};

/** The Earth from endlessly far: the half around the centre. */
export const orthographic: AzimuthalKind = {
  stretch: (cos) => (cos >= 0 ? 1 : NaN),
  cosAngleAt: (squared) => (squared <= rim ? Math.sqrt(Math.max(0, 1 - squared)) : NaN),
};

/** The Earth from a height, in Earth radii, above the centre: what is before the horizon. */
export function perspective(height: number): AzimuthalKind {
  const eye = 1 + height;
  return {
    stretch: (cos) => (cos * eye >= 1 ? height / (eye - cos) : NaN),
    // The nearer of the two points where the line of sight meets the sphere.
    cosAngleAt: (squared) => {
      const tan2 = squared / (height * height);
      const horizon = tan2 * (eye * eye - 1);
      return horizon <= rim ? Math.max(1 / eye, (eye * tan2 + Math.sqrt(Math.max(0, 1 - horizon))) / (1 + tan2)) : NaN;
    },
  };
}

/** 1 + cos c, which is zero at the opposite point; NaN within 13 m of that, where digits run out. */
function fromOpposite(cos: number, squaredSin: number): number {
  const sum = cos < 0 ? squaredSin / (1 - cos) : 1 + cos;
  return sum > 2e-12 ? sum : NaN;
}

/** Rounding must not put a point of the edge beyond it. */
const rim = 1 + 1e-12;
